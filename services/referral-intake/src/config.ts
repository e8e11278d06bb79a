import { baseConfig, Secret, ServiceUrl, wholeNumber } from '@waymark/service-base';
import { z } from 'zod';
import type { NotifySettings } from './family/index.ts';

const Template = z.uuid({ error: 'must be the id of a template at GOV.UK Notify' }).optional();
const notifyTogether = [
  'NOTIFY_API_KEY',
  'NOTIFY_URL',
  'NOTIFY_CODE_EMAIL',
  'NOTIFY_CODE_TEXT',
  'NOTIFY_NOT_TAKEN_EMAIL',
  'NOTIFY_NOT_TAKEN_TEXT',
] as const;

export const configSchema = baseConfig
  .extend({
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
    /** GOV.UK Notify, by which families get their code: all of these or none. Without, families cannot refer online. */
    NOTIFY_API_KEY: z
      .string()
      .regex(/^[\w-]*[0-9a-f-]{36}-[0-9a-f-]{36}$/i, { error: 'must be a key of GOV.UK Notify' })
      .optional(),
    NOTIFY_URL: ServiceUrl.optional(),
    NOTIFY_CODE_EMAIL: Template,
    NOTIFY_CODE_TEXT: Template,
    NOTIFY_NOT_TAKEN_EMAIL: Template,
    NOTIFY_NOT_TAKEN_TEXT: Template,
    /** The number on which families reach the team, as it stands on their pages. */
    FAMILY_PHONE: z
      .string()
      .regex(/^[0-9 ]{3,20}$/, { error: 'must be a telephone number of digits and spaces' })
      .optional(),
    /** How many forms may be begun, and codes sent, from one address within an hour. A school or hub may share one. */
    FAMILY_FORMS_PER_HOUR: wholeNumber(1, 100_000).default(30),
  })
  .superRefine((config, context) => {
    const missing = notifyTogether.filter((name) => config[name] === undefined);
    if (missing.length === notifyTogether.length) return;
    for (const name of missing)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'must be given with the other settings NOTIFY_…',
      });
  });
export type Config = ReturnType<(typeof configSchema)['parse']>;

/** How to reach GOV.UK Notify; undefined where it is not set up. */
export function notifySettings(config: Config): NotifySettings | undefined {
  const { NOTIFY_API_KEY: apiKey, NOTIFY_URL: url } = config;
  const { NOTIFY_CODE_EMAIL, NOTIFY_CODE_TEXT, NOTIFY_NOT_TAKEN_EMAIL, NOTIFY_NOT_TAKEN_TEXT } = config;
  if (!apiKey || !url || !NOTIFY_CODE_EMAIL || !NOTIFY_CODE_TEXT) return undefined;
  if (!NOTIFY_NOT_TAKEN_EMAIL || !NOTIFY_NOT_TAKEN_TEXT) return undefined;
  return {
    url,
    apiKey,
    templates: {
      code: { email: NOTIFY_CODE_EMAIL, text: NOTIFY_CODE_TEXT },
      'not-taken': { email: NOTIFY_NOT_TAKEN_EMAIL, text: NOTIFY_NOT_TAKEN_TEXT },
    },
  };
}
