import { baseConfig, Secret, ServiceUrl } from '@waymark/service-base';

export const configSchema = baseConfig.extend({
  /** From it the codes of the families' letters follow. Losing it makes every letter worthless. */
  FAMILY_CODE_KEY: Secret,
  /** Where names are asked for, for those who may see them. */
  INTAKE_URL: ServiceUrl,
});
export type Config = ReturnType<(typeof configSchema)['parse']>;
