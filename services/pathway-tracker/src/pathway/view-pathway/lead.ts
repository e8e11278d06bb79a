import { circumstances, circumstanceTitle, midSentence, type CalendarDate } from '@waymark/care-types';
import { limitStatusOn, stillNeededOf, type ClockState } from '@waymark/wait-clocks';
import { ranWords, shortTitles, standingWords } from '../domain/clock-words.ts';
import type { Pathway } from '../domain/pathway.ts';
import { worstOffFirst } from '../domain/worst-off.ts';

/** What matters most about a pathway today: a serious risk, and the clock that is worst off with what it still needs. */
export function leadOf({ clocks, riskOpen, circumstances: stated }: Pathway, today: CalendarDate) {
  const [worst] = worstOffFirst(clocks, today);
  return {
    risk: riskOpen
      ? stated
          .filter(({ id }) => circumstances.some((known) => known.id === id && known.sameDayRisk))
          .map(({ id }) => circumstanceTitle(id))
      : [],
    clock:
      worst?.state === 'running'
        ? {
            says: `${shortTitles[worst.regime]} ${runsWords(worst, today)}`,
            isOver: limitStatusOn(worst, today) === 'breached',
            due: worst.due,
            needed: stillNeededOf(worst).map(({ short }) => short),
          }
        : null,
  };
}

function runsWords(clock: ClockState, today: CalendarDate): string {
  const hasLimit = clock.due !== null || clock.time?.dueAt;
  return hasLimit
    ? `is ${midSentence(standingWords(clock, today))}`
    : `has run for ${ranWords(clock, today)}`;
}
