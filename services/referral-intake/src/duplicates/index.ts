/** Records that may be of one child: found, shown, decided about, and undone. */
import type { ServiceBase, Dependencies } from '@waymark/service-base';
import type { People, parts as personParts } from '../person/index.ts';
import type { Identity } from '../shared/identity/identity.ts';
import { duplicateIndex } from './adapters/duplicate-index.ts';
import { duplicatePairsSettings, pairsToDecide } from './adapters/duplicate-pairs.ts';
import { scanCursor } from './adapters/scan-cursor.ts';
import { scanProgress } from './adapters/scan-progress.ts';
import { duplicateActions, duplicateForms } from './decide-duplicate/action.ts';
import type { CarryOutParts } from './decide-duplicate/carry-out.ts';
import { finishDecisions } from './decide-duplicate/finish-decisions.ts';
import { scanForDuplicates } from './find-duplicates/scan.ts';
import { sameAgainActions, sameAgainForms } from './same-again/action.ts';
import { viewSameAgain } from './same-again/view.ts';
import { listDuplicates } from './view-duplicates/list.ts';
import { viewDuplicate } from './view-duplicates/pair.ts';
import { duplicateWeights } from './view-duplicates/weights.ts';

export { pairsOf, type DuplicatePairs } from './adapters/duplicate-pairs.ts';
export { referencesToDecide, type MayBeReferredParts } from './find-duplicates/may-be-referred.ts';
export { duplicateMeasures as measures } from './measures.ts';

export const actions = [...duplicateActions, ...sameAgainActions];

export const views = [
  listDuplicates,
  duplicateWeights,
  ...duplicateForms,
  viewDuplicate,
  ...sameAgainForms,
  viewSameAgain,
];

type PersonParts = Pick<ReturnType<typeof personParts>, 'personStore' | 'mergedPeople'> & { people: People };

/** The pairs, the search over everybody, and how far that has come. */
export function parts(
  base: Pick<ServiceBase, 'store' | 'db'>,
  { personStore, mergedPeople, ...identity }: Omit<PersonParts, 'people'> & Identity,
) {
  const pairs = base.store(duplicatePairsSettings);
  const cursor = scanCursor(base.db);
  return {
    pairs,
    duplicates: duplicateIndex(personStore, { ...identity, mergedPeople }),
    scanCursor: cursor,
    scanProgress: scanProgress(personStore, cursor),
    duplicatesToDecide: pairsToDecide(pairs),
  };
}

export function sweeps(
  held: ReturnType<typeof parts> & PersonParts & Identity & Pick<CarryOutParts, 'referrals'>,
  dependencies: Dependencies,
) {
  return [scanForDuplicates(held, dependencies), finishDecisions(held, dependencies)];
}
