import { dayInWords, type CalendarDate } from '@waymark/care-types';
import { z } from 'zod';
import type { FieldFault } from './field-fault.ts';

export type OrganisationKind = 'school' | 'practice' | 'trust';

/** An organisation of the real lists: a school by its URN, the others by their ODS code. */
export type Organisation = { code: string; name: string; kind: OrganisationKind; place: string };

/** An organisation that has closed. It is not offered any more, and records still name it. */
export type Closed = Organisation & { closedOn: CalendarDate };

/** A code that stands for no organisation: that there is none, or that it is not known. */
export type DefaultCode = { code: string; kind: OrganisationKind; means: 'none' | 'not known'; text: string };

export type Organisations = {
  /** Those that can be picked. */
  all: readonly Organisation[];
  /** One that can be picked. */
  byCode(code: string): Organisation | undefined;
  /** One that has closed. */
  closed(code: string): Closed | undefined;
  /** What a code that stands for no organisation says. */
  byDefault(code: string): DefaultCode | undefined;
  /** Any code that a record may hold, in words; one that no list has is said to be so. */
  inWords(code: string): string;
};

export const kindWords: Readonly<Record<OrganisationKind, string>> = {
  school: 'School or college',
  practice: 'GP practice',
  trust: 'NHS organisation',
};

/** The lists as one, found by code. */
export function organisationsOf(
  all: readonly Organisation[],
  { closed = [], defaults = [] }: { closed?: readonly Closed[]; defaults?: readonly DefaultCode[] } = {},
): Organisations {
  const byCode = foundByCode(all);
  const closedByCode = foundByCode(closed);
  const byDefault = foundByCode(defaults);
  return {
    all,
    byCode,
    closed: closedByCode,
    byDefault,
    inWords: (code) => {
      const found = byCode(code);
      const gone = closedByCode(code);
      if (found) return labelOf(found);
      if (gone) return `${labelOf(gone)}, closed on ${dayInWords(gone.closedOn)}`;
      return byDefault(code)?.text ?? `Code ${code}, not in our list`;
    },
  };
}

function foundByCode<Coded extends { code: string }>(all: readonly Coded[]) {
  const codes = new Map(all.map((each) => [each.code, each]));
  return (code: string) => codes.get(code.trim().toUpperCase());
}

/** The codes of the Organisation Data Service for schools are their URN after two letters. */
const odsSchool = /^EE(?=\d{6}$)/;
const codeShape = /^(?=.*\d)[A-Z0-9]{3,8}$/;

/** What a record of another system means by an organisation: see `organisationWritten`. */
export type WrittenOrganisation =
  | { is: 'listed' | 'closed' | 'unlisted'; code: string }
  /** There is none, and that was said. */
  | { is: 'none'; code: string }
  /** It is said that it is not known. */
  | { is: 'not known' };

/**
 * What a record of another system means by an organisation of a kind: by its code, by its whole name, or by a code that
 * stands for none. A code that no list has is kept as it is. Undefined for what is no code and no name of a list.
 */
export function organisationWritten(
  organisations: Organisations,
  written: string,
  kind?: OrganisationKind,
): WrittenOrganisation | undefined {
  const text = written.trim();
  const bare = text.toUpperCase().replaceAll(' ', '').replace(/\.0+$/, '');
  const code = bare.replace(odsSchool, '');
  const fits = (each: { kind: OrganisationKind } | undefined) =>
    each !== undefined && (kind === undefined || each.kind === kind);
  const standsFor = organisations.byDefault(code);
  if (fits(standsFor) && standsFor)
    return standsFor.means === 'none' ? { is: 'none', code } : { is: 'not known' };
  if (fits(organisations.byCode(code))) return { is: 'listed', code };
  if (fits(organisations.closed(code))) return { is: 'closed', code };
  const labelled = meantWholly(organisations, text, kind);
  if (labelled) return { is: 'listed', code: labelled.code };
  const ofAnotherKind = organisations.byCode(code) ?? organisations.closed(code);
  return codeShape.test(code) && ofAnotherKind === undefined ? { is: 'unlisted', code } : undefined;
}

/** An organisation as it stands in a box to pick from: "Framwellgate School Durham (114312)". */
export function labelOf({ name, code }: Organisation): string {
  return `${name} (${code})`;
}

/** The one that a label as `labelOf` writes it, or a whole name that only one has, says. */
function meantWholly(
  { all, byCode }: Organisations,
  said: string,
  kind?: OrganisationKind,
): Organisation | undefined {
  const labelled = byCode(/\(([A-Za-z0-9]{3,8})\)\s*$/.exec(said)?.[1] ?? '');
  if (labelled && (kind === undefined || labelled.kind === kind)) return labelled;
  const name = plain(said);
  const named = all.filter(
    (each) => (kind === undefined || each.kind === kind) && name !== '' && plain(each.name) === name,
  );
  return named.length === 1 ? named[0] : undefined;
}

/**
 * What a person says in full: a code, a label as `labelOf` writes it, or a whole name that only one has. A part of a name is
 * nobody's, however few it would fit: what it may stand for is shown first (`pickOrganisation`).
 */
export function meant(
  organisations: Organisations,
  said: string,
  kind?: OrganisationKind,
): Organisation | undefined {
  const coded = organisations.byCode(said);
  if (coded && (kind === undefined || coded.kind === kind)) return coded;
  return meantWholly(organisations, said, kind);
}

/** Those whose name, place or code has all the words, by name. */
export function search(all: readonly Organisation[], words: string, kind?: OrganisationKind): Organisation[] {
  const wanted = plain(words).split(' ').filter(Boolean);
  return all
    .filter((each) => kind === undefined || each.kind === kind)
    .filter(({ name, place, code }) => {
      const text = plain(`${name} ${place} ${code}`);
      return wanted.length > 0 && wanted.every((word) => text.includes(word));
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[’'.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What to do where an organisation of a kind is not found. */
export const pickWords: Readonly<Record<OrganisationKind | 'any', string>> = {
  school:
    'Choose a school from the list of open schools and colleges: type part of its name, or its URN of 6 digits',
  practice: 'Choose a GP practice from the list: type part of its name, or its code, like A83001',
  trust: 'Choose an organisation from the list',
  any: 'Choose an organisation from the list: type part of its name, or its code',
};

/** An organisation by its code, its label or its whole name. */
export const Picked = z.string().trim().min(1).max(200);

const mostOffered = 5;

function didYouMean(near: readonly Organisation[]): string {
  const offered = near.slice(0, mostOffered).map(labelOf);
  const others = near.length - offered.length;
  return `Choose it in full, as the list has it. Did you mean ${offered.join(', or ')}${
    others > 0 ? `, or one of ${others} others? Type more of the name` : '?'
  }`;
}

/**
 * The organisation that somebody picked, and what is wrong where it is not found. `field` is where it was picked;
 * `held` is the code that the record has already, which may stay though no list has it.
 */
export function pickOrganisation(
  field: string,
  said: string | undefined,
  organisations: Organisations,
  kind?: OrganisationKind,
  held?: string,
): { code: string | undefined; faults: FieldFault[] } {
  if (held !== undefined && (said === held || said === organisations.inWords(held)))
    return { code: held, faults: [] };
  const found = said === undefined ? undefined : meant(organisations, said, kind);
  if (said === undefined || found !== undefined) return { code: found?.code, faults: [] };
  const near = search(organisations.all, said, kind);
  const says = near.length === 0 ? pickWords[kind ?? 'any'] : didYouMean(near);
  return { code: undefined, faults: [{ field, says }] };
}
