import { baseConfig, ServiceUrl } from '@waymark/service-base';

export const configSchema = baseConfig.extend({
  /** Where referral-intake answers: it is asked for names when a page is shown. */
  INTAKE_URL: ServiceUrl,
});
export type Config = ReturnType<(typeof configSchema)['parse']>;
