import { correctActions, correctForms } from './correct-fact/action.ts';
import { countPathways } from './count-pathways/view.ts';
import { previewClocks, previewForm } from './preview-clocks/action.ts';
import { recordActions, recordForms } from './record-fact/action.ts';
import { viewPathway } from './view-pathway/view.ts';
import { whatIfActions, whatIfViews } from './what-if/what-if.ts';
import { withdrawFact, withdrawForm } from './withdraw-fact/action.ts';

/** One child's wait: its facts and clocks, recording, correcting and withdrawing, and the page that shows it. */
export const actions = [...recordActions, ...correctActions, withdrawFact, previewClocks, ...whatIfActions];
export const views = [
  countPathways,
  viewPathway,
  ...recordForms,
  ...correctForms,
  withdrawForm,
  previewForm,
  ...whatIfViews,
];

export { namesFor, peopleAtIntake, type Names, type People } from '@waymark/service-base';
export { childOf, type ChildParts } from './child.ts';
export { factWords } from './fact-words.ts';
export { PathwayParams } from './params.ts';
export {
  decideByOf,
  evidenceWords,
  priorityTag,
  riskStepWords,
  takenUpWords,
  type Tag,
} from './priority-words.ts';
export { checked } from './record-fact/checked.ts';
export { recordRefusals } from './record-fact/refusals.ts';
export { pathwaySettings } from './store.ts';
export { nameOf, summaryOf, type Summary } from './summary.ts';
