import { circumstances, circumstanceTitle, type CalendarDate } from '@waymark/care-types';
import { limitStatusOn, stillNeededOf } from '@waymark/wait-clocks';
import type { Pathway } from '../domain/pathway.ts';

/** What matters most about a pathway today: a risk, or what keeps the next clock in time, and by when. */
export function leadOf({ clocks, riskOpen, circumstances: stated }: Pathway, today: CalendarDate) {
  const next = clocks
    .filter((clock) => clock.state === 'running' && limitStatusOn(clock, today) === 'within')
    .toSorted((one, other) => ((one.due ?? '9') < (other.due ?? '9') ? -1 : 1))[0];
  return {
    risk: riskOpen
      ? stated
          .filter(({ id }) => circumstances.some((known) => known.id === id && known.sameDayRisk))
          .map(({ id }) => circumstanceTitle(id))
      : [],
    next: next
      ? { title: next.title, needed: stillNeededOf(next).map(({ short }) => short), due: next.due }
      : null,
    over: clocks.filter((clock) => clock.state === 'running' && limitStatusOn(clock, today) === 'breached')
      .length,
  };
}
