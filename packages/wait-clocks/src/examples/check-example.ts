import type { Moment } from '@waymark/care-types';
import { clocksOf, statusesOf } from '../clocks-of.ts';
import type { Clock } from '../clock.ts';
import { findingsIn } from '../findings.ts';
import type { Example, Expected } from './read-examples.ts';

/** How each key of an expectation reads on a clock. */
const found: { [Key in Exclude<keyof Expected, 'clock' | 'rules'>]-?: (clock: Clock) => string } = {
  referral: ({ referralId }) => referralId,
  period: ({ period }) => String(period),
  state: ({ state }) => state,
  start: ({ start }) => start,
  stop: ({ stop }) => stop ?? 'none',
  days: ({ days }) => String(days ?? 'none'),
  due: ({ due }) => due ?? 'none',
  standing: ({ limitStatus }) => limitStatus,
  'still needed': ({ stillNeeded }) => String(stillNeeded.length),
  code: ({ code }) => code ?? 'none',
  counted: ({ counted }) => (counted === undefined ? 'none' : counted ? 'yes' : 'no'),
  band: ({ band }) => band ?? 'none',
  minutes: ({ time }) => String(time?.minutes ?? 'none'),
  'due at': ({ time }) => (time?.dueAt ? onTheWall(time.dueAt) : 'none'),
};

function onTheWall(moment: Moment): string {
  const wall = Temporal.Instant.from(moment).toZonedDateTimeISO('Europe/London').toPlainDateTime();
  return wall.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

const described = ({ state, start, stop, days }: Clock): string =>
  `${state}, ${start} to ${stop ?? 'now'}${days === null ? '' : `, ${days} days`}`;

function differencesOf(expected: Expected, clock: Clock, name: string): readonly string[] {
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
export function check(example: Example): readonly string[] {
  return [...clockDifferences(example), ...statusDifferences(example), ...findingDifferences(example)];
}

function clockDifferences({ facts, asOf, now, settings, expect }: Example): readonly string[] {
  const clocks = clocksOf(facts, { asOf, now, settings });
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

function statusDifferences({ facts, asOf, settings, statuses }: Example): readonly string[] {
  if (statuses === undefined) return [];
  const are = statusesOf(facts, { asOf, settings });
  const list = are.map(({ status }) => status).join(', ');
  return statuses.join(', ') === list
    ? []
    : [
        `statuses: expected ${statuses.join(', ') || 'none'}, found ${are.map(({ status, on }) => `${status} (${on})`).join(', ') || 'none'}`,
      ];
}

function findingDifferences({ facts, asOf, settings, findings }: Example): readonly string[] {
  if (findings === undefined) return [];
  const are = [...new Set(findingsIn(facts, { asOf, settings }).map(({ id }) => id))].toSorted();
  const wanted = findings.toSorted();
  return wanted.join() === are.join()
    ? []
    : [`findings: expected ${wanted.join(', ') || 'none'}, found ${are.join(', ') || 'none'}`];
}
