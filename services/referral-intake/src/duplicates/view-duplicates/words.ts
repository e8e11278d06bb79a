import { sentenceCase } from '@waymark/care-types';
import type { DuplicatePair, Resolution } from '../domain/duplicate-pair.ts';
import type { Likeness } from '../domain/search/weights.ts';

/** What is compared, as people call it. */
export const fieldWords: Readonly<Record<keyof Likeness, string>> = {
  nhsNumber: 'NHS number',
  familyName: 'Family name',
  givenName: 'Given name',
  dateOfBirth: 'Date of birth',
  postcode: 'Postcode',
  school: 'School',
  sex: 'Gender, as stated',
};

export const resolutionWords: Readonly<Record<Resolution, string>> = {
  'same-child': 'The same child',
  'same-referral': 'The same referral again',
  'not-the-same': 'Two children',
};

/** Where a pair stands, in a sentence. */
export function stateWords({ state, decision }: Pick<DuplicatePair, 'state' | 'decision'>): string {
  switch (state) {
    case 'open':
      return 'Waits for a decision';
    case 'under-way':
      return 'Decided, and being carried out';
    case 'taking-back':
      return 'Being undone';
    case 'lapsed':
      return 'Nothing left to decide';
    case 'decided':
      return decision ? resolutionWords[decision.outcome] : 'Decided';
  }
}

/** How likely it is that two records are of one child. */
export function likelyWords({
  evidence: { verdict, probability, why },
  sameNumber,
}: Pick<DuplicatePair, 'evidence' | 'sameNumber'>): string {
  if (sameNumber)
    return isAlike(why['givenName']?.level) && isAlike(why['familyName']?.level)
      ? 'Same number, other date of birth'
      : 'Same number, other name';
  if (verdict === 'same') return 'Very likely one child';
  if (probability < 0.5 && why['nhsNumber']?.level === 'exact') return 'The same NHS number';
  return 'May be one child';
}

function isAlike(level = 'different'): boolean {
  return level !== 'different' && level !== 'alike';
}

/** How alike two fields are, from the code of the level. */
export function levelWords(level: string): string {
  if (level === 'exact' || level === 'same') return 'The same';
  if (level === 'not known') return 'Not known on both sides';
  return sentenceCase(level);
}

/** What a weight says: a power of two, how many times likelier in one child than in two strangers. */
export function weightWords(level: string, weight: number): string {
  if (level === 'not known') return 'Says nothing';
  if (weight >= 7) return 'Speaks very strongly for one child';
  if (weight >= 3) return 'Speaks strongly for one child';
  if (weight >= 0.5) return 'Speaks for one child';
  if (weight > -0.5) return 'Says little';
  return weight > -3 ? 'Speaks against one child' : 'Speaks strongly against one child';
}
