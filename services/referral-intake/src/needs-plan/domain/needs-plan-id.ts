import { z } from 'zod';

export const PlanId = z
  .string()
  .regex(/^pla_[0-9a-hjkmnp-tv-z]{26}$/, 'A plan is named by pla_ and 26 letters and digits')
  .brand<'PlanId'>()
  .meta({ examples: ['pla_4f2k9q1m7x4f2k9q1m7x4f2k9q'] });
export type PlanId = z.infer<typeof PlanId>;
