import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanRules, type PlanRule } from '../domain/plan-required.ts';

const file = join(import.meta.dirname, '../../../data/plan-required.json');

/** For which services and ages a plan comes before a referral, as it is set. Throws where the file is not as it should be. */
export function readPlanRules(): readonly PlanRule[] {
  return PlanRules.parse(JSON.parse(readFileSync(file, 'utf8')));
}
