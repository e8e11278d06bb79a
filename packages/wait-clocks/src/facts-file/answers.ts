import type { CalendarDate } from '@waymark/care-types';
import { csvLines, csvStart } from '@waymark/csv';
import { clockStateOf, type ClockState } from '../clock.ts';
import { clocksOf } from '../clocks-of.ts';
import { findingsIn, type DataQualityFinding } from '../findings.ts';
import type { People, Person } from './read-people.ts';
import { count, number, usualLimits } from './refused.ts';

export const columns = [
  ...['person', 'regime', 'referralId', 'period', 'start', 'stop', 'state', 'days', 'limitDays', 'due'],
  ...['standing', 'code', 'band', 'counted', 'minutes', 'rules', 'stillNeeded', 'findings', 'note'],
];

export type Asked = { asOf: CalendarDate; asJson: boolean; withFaults: boolean };
type Answer = {
  person: string;
  clocks: readonly ClockState[] | null;
  findings: readonly DataQualityFinding[] | null;
  note: string;
};

const atOnce = 200;

/**
 * The answer, some hundred people at a time: of each person every clock, or why there is none. Of whom a fact could
 * not be read, there is no clock, unless it was asked for: it could be a wrong one.
 */
export function* answers(
  { people, ofWhom }: People,
  asked: Asked,
  told: (people: number) => void,
): Generator<string> {
  const incomplete = ofWhom.length === 0 ? '' : `perhaps incomplete: ${places(ofWhom)} could be of anybody`;
  if (!asked.asJson) yield csvStart(columns);
  let waiting: string | string[][] = asked.asJson ? '' : [];
  let done = 0;
  for (const [id, person] of people) {
    const answer = answerOf(id, person, incomplete, asked);
    if (typeof waiting === 'string') waiting += `${JSON.stringify(inJson(answer, asked))}\n`;
    else waiting.push(...linesOf(answer).map(cellsOf));
    done += 1;
    if (done % atOnce > 0 && done < people.size) continue;
    yield typeof waiting === 'string' ? waiting : csvLines(waiting);
    waiting = asked.asJson ? '' : [];
    told(done);
  }
}

function answerOf(id: string, { facts, unread, tooMany }: Person, incomplete: string, asked: Asked): Answer {
  const none = (note: string): Answer => ({ person: id, clocks: null, findings: null, note });
  if (tooMany) return none(`not worked out: more than ${number(usualLimits.factsOfOne)} facts`);
  if (unread.length > 0 && (!asked.withFaults || facts.length === 0))
    return none(`not worked out: ${places(unread)}`);
  const clocks = clocksOf(facts, { asOf: asked.asOf }).map(clockStateOf);
  const without = unread.length === 0 ? '' : `worked out without ${places(unread)}`;
  const empty = facts.length === 0 ? 'no facts' : clocks.length === 0 ? 'no clock' : '';
  return {
    ...{ person: id, clocks, findings: findingsIn(facts, { asOf: asked.asOf }) },
    note: [empty, without, incomplete].filter((part) => part !== '').join('; '),
  };
}

const mostPlaces = 3;

/** "row 12", "rows 12, 15, 18 and 40 more". */
function places(all: readonly string[]): string {
  const first = all.slice(0, mostPlaces);
  const [kind = ''] = first[0]?.split(' ') ?? [];
  const alike = all.length > 1 && first.every((place) => new RegExp(`^${kind} \\d+$`).test(place));
  const named = alike
    ? `${kind}s ${first.map((place) => place.slice(kind.length + 1)).join(', ')}`
    : first.join(' and ');
  return all.length > first.length ? `${named} and ${number(all.length - first.length)} more` : named;
}

const inJson = ({ person, clocks, findings, note }: Answer, { asOf }: Asked) => ({
  ...{ person, asOf },
  clocks: note === '' ? clocks : (clocks?.map((clock) => ({ ...clock, note })) ?? null),
  findings,
  ...(note !== '' && { note }),
});

function linesOf({ person, clocks, findings, note }: Answer): Record<string, unknown>[] {
  const odd = [...new Set(findings?.map(({ id }) => id))].join(' ');
  if (clocks === null || clocks.length === 0) return [{ person, findings: odd, note }];
  return clocks.map((clock) => ({
    ...{ person, ...clock, findings: odd, note },
    counted: clock.counted === undefined ? '' : clock.counted ? 'yes' : 'no',
    minutes: clock.time?.minutes,
    rules: clock.evidence.map(({ rule }) => rule).join(' '),
    stillNeeded: clock.stillNeeded.join('; '),
  }));
}

function cellsOf(line: Readonly<Record<string, unknown>>): string[] {
  return columns.map((name) => {
    const value = line[name] ?? '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** What became of a file, in a few sentences. */
export function summaryOf({ people, ofWhom, facts, unread }: People, { withFaults }: Asked): string {
  const of = [...people.values()];
  const tooMany = of.filter((person) => person.tooMany).length;
  const touched = of.filter((person) => person.unread.length > 0).length;
  return [
    `${count(people.size, 'person', 'people')}, ${count(facts, 'fact')}.`,
    unread === 0 && tooMany === 0
      ? facts === 0
        ? 'The file holds none.'
        : 'Every fact was read.'
      : `${count(unread, 'fact or row', 'facts or rows')} could not be read.`,
    touched === 0
      ? ''
      : withFaults
        ? `The clocks of ${count(touched, 'person', 'people')} are worked out without them, and say so.`
        : `${count(touched, 'person', 'people')} not worked out; --with-faults works them out without what could not be read.`,
    tooMany === 0 ? '' : `${count(tooMany, 'person', 'people')} not worked out: too many facts.`,
    ofWhom.length === 0
      ? ''
      : `Of ${number(ofWhom.length)} it cannot be told whose: every answer says "perhaps incomplete".`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
