import type { CalendarDate } from '../calendar.ts';
import { membersTakenIn, type Member } from '../reference-sets/members.ts';
import { conceptWritten } from '../snomed-concept.ts';
import { eatingDisorderTreatments } from './eating-disorder-treatments.ts';
import {
  interventionKinds,
  namedByTheNationalCode,
  psychologicalTherapies,
  type InterventionRow,
} from './intervention-codes.ts';

/** What a code can stand for: a kind of intervention, or the treatment that stops the clock of an eating disorder. */
export const codedKinds = [...interventionKinds, 'eating-disorder-treatment'] as const;
export type CodedKind = (typeof codedKinds)[number];

/** What a code stands for after one source, and from and until which day. */
type Meaning = {
  readonly kind: CodedKind;
  readonly source: string;
  readonly from?: CalendarDate;
  readonly until?: CalendarDate;
};

/** A code of an intervention or an assessment, with the name that a page can show. */
export type Intervention = {
  readonly code: string;
  readonly text: string;
  /** Empty where the sources name the code and do not say what it counts as. */
  readonly meanings: readonly Meaning[];
  /** False where the adult four-week measure leaves the code out, whatever it stands for. */
  readonly countsForAdults: boolean;
  /** Every document that names the code. */
  readonly sources: readonly string[];
  readonly note?: string;
};

type Row = Omit<InterventionRow, 'kind'> & {
  readonly kind?: CodedKind;
  readonly from?: CalendarDate | undefined;
  readonly until?: CalendarDate | undefined;
};

const treatments: readonly Row[] = eatingDisorderTreatments.entries.map(({ code, text, from, until }) => ({
  ...{ code, text, from, until },
  kind: 'eating-disorder-treatment',
  source: eatingDisorderTreatments.source,
}));

/** The list by code, with the members of a release where one is taken in: what they are then goes before older lists. */
export function interventionsByCode(members: readonly Member[]): ReadonlyMap<string, Intervention> {
  const therapies: readonly Row[] =
    members.length === 0
      ? psychologicalTherapies
      : psychologicalTherapies.map(({ kind: _, ...named }) => named);
  const list = new Map<string, Intervention>();
  for (const row of [...namedByTheNationalCode, ...therapies, ...treatments, ...members])
    list.set(row.code, withRow(list.get(row.code), row));
  return list;
}

/** An intervention with one more row about it; the first row names it, and a narrower kind of assessment stays. */
function withRow(before: Intervention | undefined, row: Row): Intervention {
  const { code, text, kind, source, from, until, note } = row;
  const { meanings = [], sources = [], countsForAdults = true, ...named } = before ?? { code, text };
  const isNarrower =
    kind === 'assessment' && meanings.some((meaning) => meaning.kind.endsWith('-assessment'));
  return {
    ...named,
    meanings:
      kind === undefined || isNarrower
        ? meanings
        : [...meanings, { kind, source, ...(from && { from }), ...(until && { until }) }],
    countsForAdults: countsForAdults && row.notForAdults !== true,
    sources: sources.includes(source) ? sources : [...sources, source],
    ...(note && { note }),
  };
}

const list = interventionsByCode(membersTakenIn);
const nothing: readonly CodedKind[] = [];

/** The list, in the order in which its codes are named first. */
export const interventions: readonly Intervention[] = [...list.values()];

/**
 * What a SNOMED CT code, or the identifier of a reference set, stands for on a day, in the order of `codedKinds`.
 * Empty for a code that the list does not have or that did not count on that day. What follows a colon or a bar is
 * not looked at, as in the national measures.
 */
export function interventionsOf(code: string, on: CalendarDate): readonly CodedKind[] {
  const meanings = interventionWritten(code)?.meanings;
  if (meanings === undefined || meanings.length === 0) return nothing;
  return codedKinds.filter((kind) =>
    meanings.some((meaning) => meaning.kind === kind && holdsOn(meaning, on)),
  );
}

function holdsOn({ from, until }: Meaning, on: CalendarDate): boolean {
  return (from === undefined || from <= on) && (until === undefined || on <= until);
}

/** Whether the list has the code, though it may stand for nothing that a clock counts. */
export function isKnownIntervention(code: string): boolean {
  return interventionWritten(code) !== undefined;
}

/** What a record means by a code, with its name and sources; undefined where the list does not have it. */
export function interventionWritten(code: string): Intervention | undefined {
  return list.get(code) ?? list.get(conceptWritten(code));
}
