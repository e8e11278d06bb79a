import { dayInWords, midSentence, type CalendarDate } from '@waymark/care-types';
import { limitStatusOn, type ClockState } from '@waymark/wait-clocks';
import type { Pathway } from '../domain/pathway.ts';

/** One clock as its card shows it; the argument for it is its evidence, step by step. */
export function cardsOf({ clocks, facts }: Pathway, today: CalendarDate) {
  const own = new Set(facts.map(({ factId }) => factId));
  return clocks
    .toSorted((one, other) => Number(other.state === 'running') - Number(one.state === 'running'))
    .map((clock) => ({
      ...clock,
      over: limitStatusOn(clock, today) === 'breached',
      figure: clock.time ? lengthWords(clock.time.minutes) : `day ${clock.days.toLocaleString('en-GB')}`,
      limit: limitWords(clock),
      group: groupWords(clock),
      says: saysOf(clock, today),
      steps: clock.evidence.map(({ says, rule, on, facts: used }) => ({
        says: on ? `${dayInWords(on)}: ${midSentence(says)}` : says,
        rule,
        note: used.some((factId) => !own.has(factId)) ? 'with another referral to this provider' : null,
      })),
    }));
}

/** A length in minutes, as people say it. */
function lengthWords(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean);
  return parts.join(' ') || '0 min';
}

function limitWords({ time, limitDays, due }: ClockState): string {
  if (time) {
    if (time.limitMinutes === null || time.dueAt === null) return 'no limit';
    return `of ${lengthWords(time.limitMinutes)} · due ${momentWords(time.dueAt)}`;
  }
  return limitDays === null || due === null ? 'no limit' : `of ${limitDays} · due ${dayInWords(due)}`;
}

/** The band in which the wait is reported, and its status of referral to treatment. */
function groupWords({ band, code }: ClockState): string {
  const weeks = band === undefined ? [] : [`Band ${band} weeks`];
  return [...weeks, ...(code === undefined ? [] : [`status ${code}`])].join(', ');
}

function momentWords(moment: string): string {
  const wall = Temporal.Instant.from(moment).toZonedDateTimeISO('Europe/London');
  return `${dayInWords(wall.toPlainDate().toString())}, ${wall.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

function saysOf(clock: ClockState, today: CalendarDate): string {
  const limitStatus = limitStatusOn(clock, today);
  const inTime = limitStatus === 'within';
  switch (clock.state) {
    case 'running':
      return inTime
        ? 'Running, within the limit.'
        : limitStatus === 'no-limit'
          ? 'Running.'
          : 'Running, past the limit.';
    case 'stopped':
      return limitStatus === 'no-limit'
        ? 'Stopped.'
        : inTime
          ? 'Stopped in time.'
          : 'Stopped after the limit.';
    case 'nullified':
      return 'Deleted: the child was not brought to the first appointment. It counts nowhere.';
    case 'ended':
      return 'The referral ended before the aim was reached: neither a completed wait nor a child still waiting.';
  }
}
