import type { WhichRows } from '../adapters/import-rows.ts';
import type { RowOutcome } from '../domain/import.ts';
import type { Importer } from '../domain/importer.ts';

/** What became of a row, as people are told it. */
const toStaff: Readonly<Record<RowOutcome, string>> = {
  added: 'New',
  updated: 'Updated',
  already: 'Unchanged',
  duplicates: 'To decide',
  rejected: 'Rejected',
};

/** To an organisation that refers: what it sent, and nothing of what is held. */
const toReferrer: Readonly<Record<RowOutcome, string>> = {
  ...toStaff,
  added: 'Received',
  updated: 'Passed on',
  already: 'Sent before',
};

export function outcomeWords(as: Importer): Readonly<Record<RowOutcome, string>> {
  return as === 'referrer' ? toReferrer : toStaff;
}

/** Rows of a kind, as people choose them. */
export function whichWords(as: Importer): Readonly<Record<WhichRows, string>> {
  return { ...outcomeWords(as), setAside: 'Taken without a detail', differs: 'Kept otherwise here' };
}

/** Outcomes that an import of this kind can have, in their order. */
export function outcomesOf(as: Importer): readonly RowOutcome[] {
  const all: readonly RowOutcome[] = ['added', 'updated', 'already', 'duplicates', 'rejected'];
  return as === 'referrer' ? all.filter((outcome) => outcome !== 'duplicates') : all;
}

/** What is said of a row besides its outcome. */
export const rowWords = {
  waitsAlready:
    'The child waits for this service already. Kept, and not put on the list: who decides about duplicates says whether it is the same referral again',
  whoWaits:
    'Said otherwise than it is held. Who the child is, is for a person to decide: it stands on the child’s page',
  keptHere: 'Kept as it is here: a person has said it otherwise, or it was held otherwise',
  mayBeKnown:
    'Taken, and the child may be known under another record: who decides about duplicates finds the two there',
  updated: 'Updated',
  passedOn: 'Said otherwise than before: the team reads it with the referral',
  setAside: 'Set aside, the row was taken without it',
  couldBeLeftOut: 'Could be left out',
} as const;
