import { join } from 'node:path';
import { leases } from '@waymark/aggregate-store';
import { topics } from '@waymark/events';
import { serviceClient, view } from '@waymark/http';
import { serviceBase, type Service, type Dependencies } from '@waymark/service-base';
import { peopleAtIntake } from './adapters/http/people-at-intake.ts';
import { following } from './adapters/wait-index/following.ts';
import type { Config } from './config.ts';
import { Pathway } from './domain/pathway.ts';
import { clockMeasures } from './measures/clock-measures.ts';
import { waitMeasures } from './measures/wait-measures.ts';
import { countPathways } from './slices/count-pathways/view.ts';
import { followDuplicate } from './slices/follow-duplicate/on-duplicate-resolved.ts';
import { followReferral } from './slices/follow-referral/on-referral-event.ts';
import { joinSpells } from './slices/join-spell/on-pathway-event.ts';
import { correctActions, correctForms } from './slices/correct-fact/action.ts';
import { decidePriorityAction, priorityForm } from './slices/decide-priority/action.ts';
import { dateSweep } from './slices/keep-dates/sweep.ts';
import { previewClocks, previewForm } from './slices/preview-clocks/action.ts';
import { priorityReviews } from './slices/priority-reviews/view.ts';
import { recordActions, recordForms } from './slices/record-fact/action.ts';
import { riskForm, takeUpRiskAction } from './slices/take-up-risk/action.ts';
import { viewPathway } from './slices/view-pathway/view.ts';
import { removeViewAction, savedViews, saveViewAction } from './slices/saved-views/action.ts';
import { savedViewsSettings } from './slices/saved-views/saved.ts';
import { downloadList } from './slices/waiting-list/download.ts';
import { listedWaits } from './slices/waiting-list/listing.ts';
import { waitingList } from './slices/waiting-list/view.ts';
import { checkValidation, validateWaits } from './slices/validate-waits/action.ts';
import { validationForm } from './slices/validate-waits/view.ts';
import { withdrawFact, withdrawForm } from './slices/withdraw-fact/action.ts';

export const actions = [
  ...recordActions,
  ...correctActions,
  withdrawFact,
  decidePriorityAction,
  takeUpRiskAction,
  saveViewAction,
  removeViewAction,
  checkValidation,
  validateWaits,
  previewClocks,
];
/** The bare address of the service leads to the list. */
const front = view({
  id: 'front',
  summary: 'The way to the waiting list',
  path: '/',
  permission: 'pathway:list',
  load: async () => ({}),
  goesTo: '/waiting-list',
});

export const views = [
  front,
  waitingList,
  downloadList,
  validationForm,
  savedViews,
  countPathways,
  viewPathway,
  ...recordForms,
  ...correctForms,
  withdrawForm,
  previewForm,
  priorityReviews,
  priorityForm,
  riskForm,
];

/** How long, under which clock, who is next: pathways, their clocks, the place in the order. */
export async function pathwayTracker(config: Config, outside: Dependencies): Promise<Service> {
  const base = await serviceBase('pathway-tracker', config, outside);
  const pathways = base.store({
    collection: 'pathways',
    schema: Pathway,
    topic: topics.pathways,
    indexes: [
      { keys: { 'state.reference': 1 }, unique: true },
      { keys: { 'state.personId': 1, 'state.provider': 1 } },
      { keys: { updatedAt: 1, version: 1 } },
      { keys: { 'state.priority.standing': 1, 'state.priority.reviewDue': 1, _id: 1 } },
      { keys: { 'state.recheckOn': 1 } },
    ],
  });
  const waits = listedWaits();
  const followed = following(pathways, waits, outside);
  const parts = {
    pathways,
    savedViews: base.store(savedViewsSettings),
    waits,
    following: followed,
    people: peopleAtIntake(serviceClient('referral-intake', config.INTAKE_URL, outside)),
    clockMeasures: clockMeasures(base.registry),
    clock: outside.clock,
    leases: leases(base.db, { clock: outside.clock }),
  };
  waitMeasures(base.registry, parts);

  return base.assemble({
    actions,
    views,
    parts,
    templates: join(import.meta.dirname, 'slices'),
    sweeps: [followed, dateSweep(parts, outside.log)],
    checks: { 'waiting list': followed.check },
    consumes: { 'pathway-tracker': [...followReferral, followDuplicate, ...joinSpells] },
  });
}
