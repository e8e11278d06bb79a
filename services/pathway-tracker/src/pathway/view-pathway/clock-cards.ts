import { dayInWords, daysBetween, midSentence, type CalendarDate } from '@waymark/care-types';
import { daysOn, limitStatusOn, type ClockState } from '@waymark/wait-clocks';
import { lengthWords, momentWords, ranWords, standingWords } from '../domain/clock-words.ts';
import type { Pathway } from '../domain/pathway.ts';
import { worstOffFirst } from '../domain/worst-off.ts';

/** A due date this near asks for something to be done now. */
const soonDays = 14;

/** One clock as its card shows it; the argument for it is its evidence, step by step. */
function cardOf(clock: ClockState, own: ReadonlySet<string>, today: CalendarDate) {
  const isRunning = clock.state === 'running';
  const isOver = limitStatusOn(clock, today) === 'breached';
  const isSoon = clock.due !== null && daysBetween(today, clock.due) <= soonDays;
  return {
    ...clock,
    isRunning,
    days: daysOn(clock, today),
    /** Coloured only where somebody must act. */
    tone: !isRunning ? 'over-with' : isOver ? 'over' : isSoon ? 'soon' : 'calm',
    standing: standingWords(clock, today),
    detail: isRunning ? limitWords(clock, today) : endWords(clock),
    group: groupWords(clock),
    steps: clock.evidence.map(({ says, rule, on, facts: used }) => ({
      says: on ? `${dayInWords(on)}: ${midSentence(says)}` : says,
      rule,
      note: used.some((factId) => !own.has(factId)) ? 'with another referral of this child' : null,
    })),
  };
}

/** The clock that decides what to do, and the others. */
export function cardsOf({ clocks, facts }: Pick<Pathway, 'clocks' | 'facts'>, today: CalendarDate) {
  const own = new Set(facts.map(({ factId }) => factId));
  const [decisive, ...others] = worstOffFirst(clocks, today).map((clock) => cardOf(clock, own, today));
  return { decisive: decisive ?? null, others };
}

function limitWords(clock: ClockState, today: CalendarDate): string {
  const { time, limitDays, due } = clock;
  if (time) {
    const ran = `${lengthWords(time.minutes)} so far`;
    if (time.limitMinutes === null || time.dueAt === null) return `${ran}, no limit`;
    return `${ran}, limit ${lengthWords(time.limitMinutes)}, due ${momentWords(time.dueAt)}`;
  }
  if (limitDays === null || due === null) return `${ranWords(clock, today)} so far, no limit`;
  return `Day ${daysOn(clock, today).toLocaleString('en-GB')} of ${limitDays}, due ${dayInWords(due)}`;
}

function endWords({ state, start, stop }: ClockState): string {
  const span = stop === null ? '' : `From ${dayInWords(start)} to ${dayInWords(stop)}.`;
  if (state === 'nullified') return 'The child was not brought to the first appointment. It counts nowhere.';
  if (state === 'ended')
    return `${span} The referral ended before the aim was reached: neither a completed wait nor a child still waiting.`;
  return span;
}

const notCounted = 'not counted in this month’s statistics: no record was sent';

/** The band in which the wait is reported, whether the statistics of the month count it, and its status of referral to treatment. */
function groupWords({ band, code, counted }: ClockState): string {
  const weeks = band === undefined ? [] : [`Band ${band} weeks`];
  const statistics = counted === undefined ? [] : [counted ? 'counted this month' : notCounted];
  return [...weeks, ...(code === undefined ? [] : [`status ${code}`]), ...statistics].join(', ');
}
