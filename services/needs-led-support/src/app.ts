import { serviceBase, type Dependencies, type Service } from '@waymark/service-base';
import type { Config } from './config.ts';
import * as directory from './directory/index.ts';
import * as family from './family/index.ts';
import * as plan from './plan/index.ts';

export const actions = family.actions;
export const views = [...directory.views, ...plan.views, ...family.views];

/** What helps meanwhile: the directory, the plans, the families' pages. */
export async function needsLedSupport(config: Config, dependencies: Dependencies): Promise<Service> {
  const base = await serviceBase('needs-led-support', config, dependencies);
  const parts = {
    plans: base.store(plan.planSettings),
    directory: directory.readDirectory(),
    codeKey: config.FAMILY_CODE_KEY,
    attempts: base.attemptLimiter('family-code', family.wrongCodes),
    clock: dependencies.clock,
    publicUrl: config.PUBLIC_URL,
    session: config,
  };

  return base.assemble({
    actions,
    views,
    parts,
    templates: import.meta.dirname,
    consumes: { 'needs-led-support': plan.consumes },
  });
}
