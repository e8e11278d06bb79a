import { baseConfig } from '@waymark/runtime';
import { z } from 'zod';

export const configSchema = baseConfig.extend({
  /** Where referral-intake answers, with its base path: it is asked for names when a page is shown. */
  INTAKE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address like http://127.0.0.1:3001/referrals' })
    .transform((url) => url.replace(/\/+$/, '')),
});
export type Config = ReturnType<(typeof configSchema)['parse']>;
