import { addDays, daysBetween, midSentence, type CalendarDate } from '@waymark/care-types';
import { limitStatusOn } from '@waymark/wait-clocks';
import type { KeptClock } from './pathway.ts';

/** What a change of the facts does to one clock. `was` or `is` is absent where there was, or will be, no such clock. */
export type ClockEffect = {
  regime: KeptClock['regime'];
  title: string;
  effect:
    | 'starts'
    | 'stops'
    | 'deleted'
    | 'ends'
    | 'runs-again'
    | 'start-moves'
    | 'stop-moves'
    | 'no-longer'
    | 'comes-nearer'
    | 'none';
  was?: KeptClock;
  is?: KeptClock;
};

/** What a change of the facts does to each clock, those that it changes first, in the order of the clocks. */
export function clockEffects(before: readonly KeptClock[], after: readonly KeptClock[]): ClockEffect[] {
  const names = new Set([...before, ...after].map(nameOf));
  const effects = [...names].map((name): ClockEffect => {
    const was = before.find((clock) => nameOf(clock) === name);
    const is = after.find((clock) => nameOf(clock) === name);
    const { regime, title } = (is ?? was) as KeptClock;
    return { regime, title, effect: effectOf(was, is), ...(was && { was }), ...(is && { is }) };
  });
  return effects.toSorted((one, other) => Number(one.effect === 'none') - Number(other.effect === 'none'));
}

/** A clock is the same one as long as its regime, its first referral and its place among its periods are. */
function nameOf({ regime, referralId, period }: KeptClock): string {
  return `${regime} ${referralId} ${period}`;
}

function effectOf(was: KeptClock | undefined, is: KeptClock | undefined): ClockEffect['effect'] {
  if (was === undefined) return 'starts';
  if (is === undefined) return 'no-longer';
  if (was.state !== is.state) {
    if (is.state === 'running') return 'runs-again';
    return is.state === 'nullified' ? 'deleted' : is.state === 'ended' ? 'ends' : 'stops';
  }
  if (was.start !== is.start) return 'start-moves';
  if (was.stop !== is.stop) return 'stop-moves';
  return is.stillNeeded.length < was.stillNeeded.length ? 'comes-nearer' : 'none';
}

/** The same in a sentence, for those who are about to save the change. `inWords` writes a date. */
export function effectWords(
  { effect, was, is }: ClockEffect,
  today: CalendarDate,
  inWords: (date: CalendarDate) => string,
): string {
  const stop = is?.stop ? inWords(is.stop) : '';
  switch (effect) {
    case 'starts':
      return is?.state === 'running'
        ? `Starts on ${inWords(is.start)}${is.due ? `, due ${inWords(is.due)}` : ''}.`
        : `Ran from ${is ? inWords(is.start) : ''} to ${stop}.`;
    case 'stops':
      return `Stops on ${stop} at ${lengthOf(is)}${limitWords(is, today)}.`;
    case 'deleted':
      return `Is deleted: the child was not brought to the first appointment, on ${stop}. It counts nowhere.`;
    case 'ends':
      return `Ends on ${stop} before its aim is reached: it counts neither as completed nor as waiting.`;
    case 'runs-again':
      return `Runs again, as if it had never stopped: ${lengthOf(is)} now${limitWords(is, today)}.`;
    case 'start-moves':
      return `Starts on ${is ? inWords(is.start) : ''} rather than on ${was ? inWords(was.start) : ''}: ${lengthOf(is)}${limitWords(is, today)}.`;
    case 'stop-moves':
      return `Stopped on ${stop} rather than on ${was?.stop ? inWords(was.stop) : ''}: ${lengthOf(is)}${limitWords(is, today)}.`;
    case 'no-longer':
      return 'Does not apply any more.';
    case 'comes-nearer':
      return `Runs on. Still needed: ${(is?.stillNeeded ?? []).map(midSentence).join('; ')}.`;
    case 'none':
      return 'Does not change.';
  }
}

function lengthOf(clock: KeptClock | undefined): string {
  if (clock?.time) return `${clock.time.minutes} minutes`;
  return clock?.days === 1 ? '1 day' : `${clock?.days ?? 0} days`;
}

function limitWords(clock: KeptClock | undefined, today: CalendarDate): string {
  if (clock === undefined) return '';
  const limitStatus = limitStatusOn(clock, today);
  if (limitStatus === 'within') return ', within the limit';
  if (limitStatus !== 'breached') return '';
  const over = clock.limitDays === null ? 0 : daysBetween(clock.start, clock.stop ?? today) - clock.limitDays;
  return over > 0 ? `, ${over === 1 ? '1 day' : `${over} days`} past the limit` : ', past the limit';
}

/** How long ago something happened that is recorded only now; undefined for today and yesterday. */
export function lateBy(on: CalendarDate, today: CalendarDate): number | undefined {
  return on < addDays(today, -1) ? daysBetween(on, today) : undefined;
}
