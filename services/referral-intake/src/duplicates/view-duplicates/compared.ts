import type { PairEvidence } from '../domain/duplicate-pair.ts';
import type { Likeness } from '../domain/search/weights.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { fieldWords as detailWords, valueWords } from '../../person/index.ts';
import { placeFields, type PersonDetails } from '../../person/domain/person.ts';
import { fieldWords, levelWords, weightWords } from './words.ts';

/** The details that are shown side by side, in this order. */
const shownFields = [
  ...(['givenName', 'familyName', 'preferredName', 'dateOfBirth', 'nhsNumber'] as const),
  ...(['address', 'postcode', 'phone', 'email', 'school', 'practice'] as const),
];
type Field = (typeof shownFields)[number];

const notRecorded = 'Not recorded';
const hiddenWords = 'Hidden';

export type ComparedRow = { field: string; one: string; other: string; says: string; differs: boolean };

/** The details of two children, side by side, and whether they differ. A hidden place is not told, nor compared. */
export function comparedRows(
  [one, other]: readonly [PersonDetails | undefined, PersonDetails | undefined],
  organisations: Organisations,
): ComparedRow[] {
  return shownFields.flatMap((field) => {
    const [a, b] = [textFor(field, one, organisations), textFor(field, other, organisations)];
    if (a === notRecorded && b === notRecorded) return [];
    return [{ field: detailWords[field], one: a, other: b, ...likenessOf(a, b) }];
  });
}

function likenessOf(a: string, b: string): Pick<ComparedRow, 'says' | 'differs'> {
  if (a === hiddenWords || b === hiddenWords) return { says: 'Not compared', differs: false };
  if (a === notRecorded || b === notRecorded) return { says: 'On one side only', differs: false };
  return plain(a) === plain(b) ? { says: 'The same', differs: false } : { says: 'Differs', differs: true };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

function textFor(field: Field, details: PersonDetails | undefined, organisations: Organisations): string {
  if (details?.addressHidden && placeFields.some((place) => place === field)) return hiddenWords;
  return (details && valueWords(field, details, organisations)) || notRecorded;
}

/** From these levels it could be learned where a child is. */
const ofThePlace: readonly string[] = ['postcode', 'school'];

export type EvidenceRow = { field: string; level: string; says: string };

/** Why the two are shown, field by field. Where a place is hidden, nothing that would tell it. */
export function evidenceRows({ why }: PairEvidence, hidden: boolean): EvidenceRow[] {
  return Object.entries(fieldWords).flatMap(([field, label]) => {
    const found = why[field as keyof Likeness];
    if (!found || field === 'sex') return [];
    if (hidden && ofThePlace.includes(field))
      return [{ field: label, level: 'Not shown', says: 'An address is hidden' }];
    return [{ field: label, level: levelWords(found.level), says: weightWords(found.level, found.weight) }];
  });
}
