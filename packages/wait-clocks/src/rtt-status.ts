import { z } from 'zod';

/** The 17 status codes of referral to treatment. */
export const RttStatus = z.enum([
  ...(['10', '11', '12', '20', '21'] as const),
  ...(['30', '31', '32', '33', '34', '35', '36'] as const),
  ...(['90', '91', '92', '98', '99'] as const),
]);
export type RttStatus = z.infer<typeof RttStatus>;
