import { clocksOf, regimes } from '../clocks-of.ts';
import type { ClockState } from '../clock-state.ts';
import type { Example, Expected } from './read-examples.ts';

/** How each key of an expectation reads on a clock. */
const found: { [Key in Exclude<keyof Expected, 'clock' | 'rules'>]-?: (clock: ClockState) => string } = {
  referral: ({ referralId }) => referralId,
  period: ({ period }) => String(period),
  state: ({ state }) => state,
  start: ({ start }) => start,
  stop: ({ stop }) => stop ?? 'none',
  days: ({ days }) => String(days),
  due: ({ due }) => due ?? 'none',
  standing: ({ standing }) => standing,
  'still needed': ({ stillNeeded }) => String(stillNeeded.length),
};

const described = ({ state, start, stop, days }: ClockState): string =>
  `${state}, ${start} to ${stop ?? 'now'}, ${days} days`;

function differencesOf(expected: Expected, clock: ClockState, name: string): readonly string[] {
  const values = Object.entries(found).flatMap(([key, of]) => {
    const wanted = expected[key as keyof typeof found];
    const is = of(clock);
    return wanted === undefined || String(wanted) === is
      ? []
      : [`${name}, ${key}: expected ${wanted}, found ${is}`];
  });
  const rules = clock.evidence.map(({ rule }) => rule);
  const missing = (expected.rules ?? []).filter((rule) => !rules.includes(rule));
  return missing.length === 0
    ? values
    : [...values, `${name}, rules: expected ${missing.join(', ')}, found ${rules.join(', ')}`];
}

/** What differs between what a clinician expects and what the rules give, in plain words; nothing where they agree. */
export function check({ facts, asOf, settings, expect }: Example): readonly string[] {
  const clocks = clocksOf(facts, asOf, Object.values(regimes), settings);
  return [...new Set(expect.map(({ clock }) => clock))].flatMap((regime) => {
    const wanted = expect.filter(({ clock, state }) => clock === regime && state !== 'none');
    const are = clocks.filter((clock) => clock.regime === regime);
    if (wanted.length !== are.length) {
      const list = are.length === 0 ? '' : ` (${are.map(described).join('; ')})`;
      return [`${regime}: expected ${wanted.length} clocks, found ${are.length}${list}`];
    }
    return wanted.flatMap((expected, place) => {
      const clock = are[place];
      const name = wanted.length === 1 ? regime : `${regime}, clock ${place + 1}`;
      return clock === undefined ? [] : differencesOf(expected, clock, name);
    });
  });
}
