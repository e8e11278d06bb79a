import type { CalendarDate } from '@waymark/care-types';
import { standingOn, type ClockState } from '@waymark/wait-clocks';
import type { Pathway } from '../../domain/pathway.ts';
import { dayWords } from './day-words.ts';

/** One clock as its card shows it; the argument for it is its evidence, step by step. */
export function cardsOf({ clocks, facts }: Pathway, today: CalendarDate) {
  const own = new Set(facts.map(({ factId }) => factId));
  return clocks
    .toSorted((one, other) => Number(other.state === 'running') - Number(one.state === 'running'))
    .map((clock) => ({
      ...clock,
      over: standingOn(clock, today) === 'breached',
      says: saysOf(clock, today),
      steps: clock.evidence.map(({ says, rule, on, facts: used }) => ({
        says: on ? `${dayWords(on)}: ${says.charAt(0).toLowerCase()}${says.slice(1)}` : says,
        rule,
        note: used.some((factId) => !own.has(factId)) ? 'with another referral to this provider' : null,
      })),
    }));
}

function saysOf(clock: ClockState, today: CalendarDate): string {
  const inTime = standingOn(clock, today) === 'within';
  switch (clock.state) {
    case 'running':
      return inTime
        ? 'Running, within the limit.'
        : clock.limitDays === null
          ? 'Running.'
          : 'Running, past the limit.';
    case 'stopped':
      return clock.limitDays === null ? 'Stopped.' : inTime ? 'Stopped in time.' : 'Stopped after the limit.';
    case 'nullified':
      return 'Deleted: the child was not brought to the first appointment. It counts nowhere.';
    case 'ended':
      return 'The referral ended before the aim was reached: neither a completed wait nor a child still waiting.';
  }
}
