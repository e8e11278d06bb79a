import { z } from 'zod';

/** The settings of the provider's access tokens, beside the settings that every service has. */
export const tokenSettings = {
  /** The audience that an access token must name. */
  OIDC_AUDIENCE: z.string().min(1).max(200).default('waymark'),
  /** `at+jwt` is RFC 9068; some providers write `JWT`. */
  OIDC_TOKEN_TYPE: z.enum(['at+jwt', 'JWT'], { error: 'must be at+jwt or JWT' }).default('at+jwt'),
  /** The one signature algorithm that is accepted. */
  OIDC_TOKEN_ALGORITHM: z
    .enum(['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'], {
      error: 'must be ES256, ES384, PS256, RS256 or EdDSA',
    })
    .default('ES256'),
  /** Minutes without a request after which a person must sign in again. */
  SESSION_IDLE_MINUTES: z
    .string()
    .regex(/^([1-9]|[1-5]\d|60)$/, { error: 'must be a whole number from 1 to 60' })
    .transform(Number)
    .default(15),
} as const;

/** The settings of sign-in and tokens: a part of every service's configuration. */
export type IdentityConfig = {
  [Name in keyof typeof tokenSettings]: z.output<(typeof tokenSettings)[Name]>;
} & {
  /** Where people find us. Plain http is for a loopback address alone. */
  PUBLIC_URL: string;
  BASE_PATH: string;
  OIDC_ISSUER: string;
  OIDC_CLIENT_ID: string;
  OIDC_CLIENT_SECRET: string;
  /** Base64url, at least 32 bytes; the same for all services under one address. */
  SESSION_KEY: string;
};
