import { CalendarDate } from '../calendar.ts';
import { kindOfReferenceSet, type InterventionKind } from '../lists/intervention-codes.ts';
import { isSnomedConcept } from '../snomed-concept.ts';
import type { Release } from './members.ts';

const FULLY_SPECIFIED_NAME = '900000000000003001';

type Files = {
  /** The name of the release, for people: edition, number and day. */
  release: string;
  /** The text of a simple reference set file (RF2, Full or Snapshot). */
  referenceSets: string;
  /** The text of the description file of the same release, for the names. */
  descriptions: string;
};

type Membership = { code: string; kind: InterventionKind; isActive: boolean; since: string };

/**
 * The members of the four reference sets of MHSDS in a release, by kind and name. One that was withdrawn counts until
 * the day of its withdrawal, as in the national code. Throws, in words, where a file is another than its place says.
 */
export function readRelease({ release, referenceSets, descriptions }: Files): Release {
  const members = membershipsIn(referenceSets);
  if (members.length === 0)
    throw new Error(
      'The first file has no member of a reference set of MHSDS. Give the simple reference set file',
    );
  const names = namesIn(descriptions, new Set(members.map(({ code }) => code)));
  return {
    release,
    members: members.map(({ code, kind, isActive, since }) => ({
      code,
      text: names.get(code) ?? nameless(code),
      kind,
      ...(!isActive && { until: dayOf(since) }),
    })),
  };
}

function nameless(code: string): never {
  throw new Error(`The second file has no name for ${code}. Give the description file of the same release`);
}

/** The last row of each member, by set and concept. */
function membershipsIn(text: string): Membership[] {
  const last = new Map<string, Membership>();
  for (const row of rowsOf(text, ['effectiveTime', 'active', 'refsetId', 'referencedComponentId'])) {
    const kind = kindOfReferenceSet.get(row.refsetId);
    if (kind === undefined) continue;
    const code = row.referencedComponentId;
    if (!isSnomedConcept(code)) throw new Error(`The first file has ${code}, which is no SNOMED CT concept`);
    const member = { code, kind, isActive: row.active === '1', since: row.effectiveTime };
    const before = last.get(`${kind} ${code}`);
    if (before === undefined || before.since <= member.since) last.set(`${kind} ${code}`, member);
  }
  return [...last.values()].toSorted((one, other) =>
    `${one.kind} ${one.code.padStart(18)}` < `${other.kind} ${other.code.padStart(18)}` ? -1 : 1,
  );
}

/** The fully specified name of each concept, without the word in brackets that says of what sort it is. */
function namesIn(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, string> {
  const names = new Map<string, { term: string; since: string }>();
  for (const row of rowsOf(text, ['effectiveTime', 'active', 'conceptId', 'typeId', 'term'])) {
    if (!wanted.has(row.conceptId) || row.active !== '1' || row.typeId !== FULLY_SPECIFIED_NAME) continue;
    const before = names.get(row.conceptId);
    if (before === undefined || before.since <= row.effectiveTime)
      names.set(row.conceptId, { term: row.term, since: row.effectiveTime });
  }
  return new Map([...names].map(([code, { term }]) => [code, term.replace(/ \([^()]*\)$/, '')]));
}

/** The rows of a tab-separated file with the columns that are needed. */
function* rowsOf<const Column extends string>(
  text: string,
  columns: readonly Column[],
): Generator<Record<Column, string>> {
  const lines = linesOf(text);
  const header = (lines.next().value ?? '').split('\t');
  const places = columns.map((column) => [column, header.indexOf(column)] as const);
  const missing = places.filter(([, place]) => place < 0).map(([column]) => column);
  if (missing.length > 0) throw new Error(`This is no file of RF2: it has no column ${missing.join(', ')}`);
  for (const line of lines) {
    if (line === '') continue;
    const fields = line.split('\t');
    yield Object.fromEntries(places.map(([column, place]) => [column, fields[place] ?? ''])) as Record<
      Column,
      string
    >;
  }
}

function* linesOf(text: string): Generator<string, undefined> {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? text.length : end);
    yield line.endsWith('\r') ? line.slice(0, -1) : line;
    from = end < 0 ? text.length : end + 1;
  }
  return undefined;
}

/** A day as a release writes it, 20240401, as a day of the calendar. */
function dayOf(time: string): CalendarDate {
  const day = CalendarDate.safeParse(time.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
  if (!day.success) throw new Error(`The first file has the effective time ${time}, which is no day`);
  return day.data;
}
