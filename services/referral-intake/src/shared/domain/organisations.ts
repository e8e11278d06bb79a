import { z } from 'zod';
import type { FieldFault } from './field-fault.ts';

export type OrganisationKind = 'school' | 'practice' | 'trust';

/** An organisation of the real lists: a school by its URN, the others by their ODS code. */
export type Organisation = { code: string; name: string; kind: OrganisationKind; place: string };

export type Organisations = { all: readonly Organisation[]; byCode(code: string): Organisation | undefined };

export const kindWords: Readonly<Record<OrganisationKind, string>> = {
  school: 'School or college',
  practice: 'GP practice',
  trust: 'NHS organisation',
};

/** The lists as one, found by code. */
export function organisationsOf(all: readonly Organisation[]): Organisations {
  const codes = new Map(all.map((each) => [each.code, each]));
  return { all, byCode: (code) => codes.get(code.trim().toUpperCase()) };
}

/** An organisation as it stands in a box to pick from: "Framwellgate School Durham (114312)". */
export function labelOf({ name, code }: Organisation): string {
  return `${name} (${code})`;
}

/** What a person may have meant: a code, a label as `labelOf` writes it, a whole name, or a name that only one has. */
export function meant(
  { all, byCode }: Organisations,
  said: string,
  kind?: OrganisationKind,
): Organisation | undefined {
  const fits = (each: Organisation | undefined) =>
    each !== undefined && (kind === undefined || each.kind === kind) ? each : undefined;
  const coded = fits(byCode(/\(([A-Za-z0-9]{3,8})\)\s*$/.exec(said)?.[1] ?? said));
  if (coded) return coded;
  const found = search(all, said, kind);
  const whole = found.filter(({ name }) => plain(name) === plain(said));
  const [only] = whole.length === 1 ? whole : found;
  return whole.length === 1 || found.length === 1 ? only : undefined;
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

/** An organisation by its code, or by words that only one of the kind has. */
export const Picked = z.string().trim().min(1).max(200);

/** The organisation that somebody picked, and what is wrong where it is not found. `field` is where it was picked. */
export function pickOrganisation(
  field: string,
  said: string | undefined,
  organisations: Organisations,
  kind?: OrganisationKind,
): { code: string | undefined; faults: FieldFault[] } {
  const found = said === undefined ? undefined : meant(organisations, said, kind);
  const missing = said !== undefined && found === undefined;
  return { code: found?.code, faults: missing ? [{ field, says: pickWords[kind ?? 'any'] }] : [] };
}
