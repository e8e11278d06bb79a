import { baseConfig, Secret, ServiceUrl, wholeNumber } from '@waymark/runtime';

export const configSchema = baseConfig.extend({
  /** Names, numbers, addresses and free text are encrypted under it. Losing it loses them. */
  IDENTITY_KEY: Secret,
  /** The key that IDENTITY_KEY took over from: what it sealed can still be read. */
  IDENTITY_KEY_BEFORE: Secret.optional(),
  /** From it the blind indexes follow, by which a child is found again. It cannot be changed. */
  INDEX_KEY: Secret,
  /** Within how many working days of its arrival a team decides about a referral. */
  TRIAGE_WORKING_DAYS: wholeNumber(1, 60).default(5),
  /** Where pathway-tracker answers: a referral's page shows its clocks. */
  PATHWAYS_URL: ServiceUrl,
  /** Where needs-led-support answers: a referral's page shows the support meanwhile. */
  SUPPORT_URL: ServiceUrl,
});
export type Config = ReturnType<(typeof configSchema)['parse']>;
