import { join } from 'node:path';
import { topics } from '@waymark/events';
import { serviceBase, type Service, type Dependencies } from '@waymark/service-base';
import type { Config } from './config.ts';
import { Plan } from './domain/plan.ts';
import { browseDirectory, viewListing } from './slices/browse-directory/view.ts';
import { countPlans } from './slices/count-plans/view.ts';
import { enterFamilyPage, familyDoor, leaveFamilyPage } from './slices/enter-family-page/action.ts';
import { wrongTries } from './slices/enter-family-page/wrong-tries.ts';
import { familyPlan, familyPlanText } from './slices/family-plan/view.ts';
import { followPathway } from './slices/follow-pathway/on-pathway-event.ts';
import { giveNewCode } from './slices/print-code/action.ts';
import { printCode } from './slices/print-code/view.ts';
import { readDirectory } from './slices/seed-directory/read-directory.ts';
import { viewPlan } from './slices/view-plan/view.ts';

export const actions = [enterFamilyPage, leaveFamilyPage, giveNewCode];
export const views = [
  browseDirectory,
  viewListing,
  countPlans,
  viewPlan,
  printCode,
  familyDoor,
  familyPlan,
  familyPlanText,
];

/** What helps meanwhile: the directory, the plans, the families' pages. */
export async function needsLedSupport(config: Config, outside: Dependencies): Promise<Service> {
  const base = await serviceBase('needs-led-support', config, outside);
  const plans = base.store({
    collection: 'plans',
    schema: Plan,
    topic: topics.support,
    indexes: [
      { keys: { 'state.codeHash': 1 }, unique: true },
      { keys: { 'state.service': 1, 'state.firstSeenOn': 1 } },
    ],
  });
  const parts = {
    plans,
    directory: readDirectory(),
    codeKey: config.FAMILY_CODE_KEY,
    tries: wrongTries(outside.clock),
    clock: outside.clock,
    publicUrl: config.PUBLIC_URL,
    session: config,
  };

  return base.assemble({
    actions,
    views,
    parts,
    templates: join(import.meta.dirname, 'slices'),
    consumes: { 'needs-led-support': followPathway },
  });
}
