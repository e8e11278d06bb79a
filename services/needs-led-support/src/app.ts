import { serviceClient } from '@waymark/http';
import { peopleAtIntake, serviceBase, type Dependencies, type Service } from '@waymark/service-base';
import type { Config } from './config.ts';
import * as directory from './directory/index.ts';
import * as family from './family/index.ts';
import * as home from './home/index.ts';
import * as plan from './plan/index.ts';

export const actions = family.actions;
export const views = [...directory.views, ...plan.views, ...family.views, ...home.views];

/** What helps meanwhile: the directory, the plans, the families' pages. */
export async function needsLedSupport(config: Config, dependencies: Dependencies): Promise<Service> {
  const base = await serviceBase('needs-led-support', config, dependencies);
  const plans = base.store(plan.planSettings);
  const arrivals = base.arrivals({ group: 'needs-led-support', missing: plan.withoutPlan(plans) });
  const parts = {
    plans,
    arrivals,
    people: peopleAtIntake(serviceClient('referral-intake', config.INTAKE_URL, dependencies)),
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
    sweeps: [arrivals.sweep],
    consumes: { 'needs-led-support': plan.consumes, 'needs-led-support.imports': arrivals.consumes },
  });
}
