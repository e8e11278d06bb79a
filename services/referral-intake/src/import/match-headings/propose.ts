import { codeWritten, NhsNumber, Postcode, type CircumstanceId } from '@waymark/care-types';
import { organisationWritten, type Organisations } from '../../shared/domain/organisations.ts';
import { Email, Phone } from '../../shared/domain/text.ts';
import {
  circumstanceIn,
  codedColumns,
  sayingOf,
  wholeName,
  yesOrNo,
  type StandsFor,
} from '../domain/coded.ts';
import type { ImportColumn } from '../domain/columns.ts';
import type { Contents } from '../read/contents.ts';
import { circumstancesIn, guessed, plain } from '../read/headings.ts';
import type { Layout } from '../read/layout.ts';

/**
 * What the headings of a file most likely stand for, by place: first by their names, unless what stands below speaks
 * against it; then by what stands below alone. Each column once.
 */
export function proposed(
  names: readonly string[],
  contents: readonly Contents[],
  organisations: Organisations,
): ReadonlyMap<number, StandsFor> {
  const stands = new Map<number, StandsFor>();
  for (const [place, id] of circumstancesIn(names))
    if (mayBe(contents[place], (text) => yesOrNo(text, id, { coded: true }) !== undefined))
      stands.set(place, sayingOf(id));
  const { places } = guessed(names);
  const whole = places.get('given_name');
  if (whole !== undefined && whole === places.get('family_name')) stands.set(whole, wholeName);
  for (const [column, place] of places) {
    const looks = lookOf(column, organisations);
    const codes = codedColumns[column] !== undefined && contents[place]?.values !== undefined;
    if (!stands.has(place) && (codes || looks === undefined || mayBe(contents[place], looks)))
      stands.set(place, column);
  }
  const taken = new Set<StandsFor>(stands.values());
  names.forEach((name, place) => {
    if (stands.has(place) || (contents[place]?.filled ?? 0) === 0) return;
    const found = byContent(name, contents[place], organisations).find((column) => !taken.has(column));
    if (found === undefined) return;
    stands.set(place, found);
    taken.add(found);
  });
  return stands;
}

type Look = (text: string) => boolean;

/** How the cells of a column look, where it can be seen from a cell. */
function lookOf(column: ImportColumn, organisations: Organisations): Look | undefined {
  const list = codedColumns[column];
  if (list) return (text) => codeWritten(list, text) !== undefined;
  return looks(organisations)[column];
}

function looks(organisations: Organisations): Partial<Record<ImportColumn, Look>> {
  const listed = (kind: 'school' | 'practice' | 'trust') => (text: string) => {
    const found = organisationWritten(organisations, text, kind);
    return found !== undefined && (found.is !== 'unlisted' || shapes[kind].test(text.trim()));
  };
  return {
    nhs_number: (text) => NhsNumber.safeParse(text).success,
    postcode: (text) => Postcode.safeParse(text).success,
    contact_email: (text) => Email.safeParse(text).success,
    contact_phone: (text) => Phone.safeParse(text).success && /^[+0]/.test(text.trim()),
    gp_practice_code: listed('practice'),
    school_urn: listed('school'),
    provider_code: listed('trust'),
    date_of_birth: isDay,
    received_date: isDay,
    accepted_date: isDay,
    first_contact_date: isDay,
  };
}

const shapes = { school: /^(EE)?\d{6}$/i, practice: /^[A-Z]\d{5}$/i, trust: /^R[A-Z0-9]{2,4}$/i } as const;

/** A day in any of the ways in which files write it; which day it is, is judged when the row is read. */
function isDay(text: string): boolean {
  return (
    /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b/.test(text) ||
    /^\d{1,2}[ -][a-z]{3,9}[ -]\d{2,4}\b/i.test(text) ||
    /^[34]\d{4}$/.test(text)
  );
}

/** Some of what is filled looks so, or nothing is filled. */
function mayBe(contents: Contents | undefined, look: Look): boolean {
  return contents === undefined || contents.some.length === 0 || shareOf(contents, look) >= 0.3;
}

function shareOf({ some }: Contents, look: Look): number {
  return some.filter(look).length / some.length;
}

/** Columns that what stands below speaks for by itself, the surest first. */
function byContent(
  name: string,
  contents: Contents | undefined,
  organisations: Organisations,
): ImportColumn[] {
  if (contents === undefined || contents.some.length === 0) return [];
  const fits = (column: ImportColumn) => {
    const look = lookOf(column, organisations);
    return look !== undefined && shareOf(contents, look) >= 0.8;
  };
  const sure: ImportColumn[] = ['nhs_number', 'postcode', 'contact_email', 'gp_practice_code', 'school_urn'];
  const inWords: ImportColumn[] = [
    'gender',
    'ethnic_category',
    'clinical_priority',
    'source_of_referral',
    'primary_reason',
    'service',
  ];
  const words = contents.values !== undefined && contents.some.every((text) => /\p{L}{3}/u.test(text));
  return [
    ...sure.filter(fits),
    ...(words ? inWords.filter(fits) : []),
    ...(fits('date_of_birth') ? dayCalled(name) : []),
    ...(fits('contact_phone') ? (['contact_phone'] as const) : []),
  ];
}

/** Which day it is, by a word in the heading. */
function dayCalled(name: string): ImportColumn[] {
  const called = plain(name);
  if (/birth|dob|born/.test(called)) return ['date_of_birth'];
  if (/receiv|referr|request|sent/.test(called)) return ['received_date'];
  if (/accept/.test(called)) return ['accepted_date'];
  if (/contact|seen|appointment/.test(called)) return ['first_contact_date'];
  return [];
}

/** Values of a file that we do not know, below one heading: of a column of codes, or of a circumstance. */
export type Unknown = {
  stands: StandsFor;
  heading: string;
  values: readonly { text: string; count: number }[];
};

/** The values that somebody has to match once, and those that are clear from what else stands in their column. */
export function valuesOf(
  stands: ReadonlyMap<number, StandsFor>,
  names: readonly string[],
  contents: readonly Contents[],
): { unknown: Unknown[]; clear: Record<string, Record<string, string>> } {
  const unknown: Unknown[] = [];
  const clear: Record<string, Record<string, string>> = {};
  for (const [place, what] of stands) {
    const { values } = contents[place] ?? {};
    if (values === undefined) continue;
    const heading = names[place]?.trim() ?? '';
    const id = circumstanceIn(what);
    const list = codedColumns[what as ImportColumn];
    if (id !== undefined) {
      const read = saidBy(values, id);
      clear[what] = read.clear;
      if (read.unknown.length > 0) unknown.push({ stands: what, heading, values: read.unknown });
    } else if (list !== undefined) {
      const missing = [...values.values()].filter(({ text }) =>
        partsOf(what, text).some((part) => codeWritten(list, part) === undefined),
      );
      if (missing.length > 0) unknown.push({ stands: what, heading, values: missing });
    }
  }
  return { unknown, clear };
}

/** Those of the values that are new: neither matched before, nor asked about once and left unsaid. */
export function newAmong(
  unknown: readonly Unknown[],
  { values, unsaid = {} }: Pick<Layout, 'values' | 'unsaid'>,
): Unknown[] {
  return unknown
    .map(({ stands, heading, values: all }) => {
      const list = codedColumns[stands as ImportColumn];
      const isKnown = (part: string) =>
        values[stands]?.[plain(part)] !== undefined ||
        (list !== undefined && codeWritten(list, part) !== undefined);
      const isNew = (text: string) =>
        !unsaid[stands]?.includes(plain(text)) && !partsOf(stands, text).every(isKnown);
      return { stands, heading, values: all.filter(({ text }) => isNew(text)) };
    })
    .filter((each) => each.values.length > 0);
}

function partsOf(what: StandsFor, text: string): string[] {
  return what === 'other_reasons' ? text.split(';').filter((part) => part.trim() !== '') : [text];
}

/** What the values below a heading say of a circumstance, seen together: beside a yes or a no, an X is “not known”. */
function saidBy(values: NonNullable<Contents['values']>, id: CircumstanceId) {
  const clear: Record<string, string> = {};
  const unknown: { text: string; count: number }[] = [];
  const read = [...values].map(([key, each]) => ({
    key,
    each,
    says: yesOrNo(each.text, id, { coded: false }),
  }));
  const others = read.some(({ says }) => says !== undefined);
  for (const { key, each, says } of read) {
    const meant = says === undefined && others ? yesOrNo(each.text, id, { coded: true }) : says;
    if (meant === undefined) unknown.push(each);
    else if (says === undefined) clear[key] = meant === true ? 'yes' : meant === false ? 'no' : '';
  }
  if (others && clear['x'] === undefined) clear['x'] = '';
  return { clear, unknown };
}
