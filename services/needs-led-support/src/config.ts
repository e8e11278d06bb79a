import { baseConfig, Secret } from '@waymark/service-base';

export const configSchema = baseConfig.extend({
  /** From it the codes of the families' letters follow. Losing it makes every letter worthless. */
  FAMILY_CODE_KEY: Secret,
});
export type Config = ReturnType<(typeof configSchema)['parse']>;
