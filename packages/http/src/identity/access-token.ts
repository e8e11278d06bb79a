import type { Clock } from '@waymark/care-types';
import { ActorId } from '@waymark/events';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { isStaffRole, type Viewer } from '@waymark/policy';
import type { IdentityConfig } from './config.ts';
import { badToken, providerAway } from './fault.ts';
import type { Provider } from './provider.ts';

/** A detail that fills in a form; one that is not fit for it is left out. */
const Detail = z.string().trim().min(1).max(100).optional().catch(undefined);

/** What an access token says of a person. Roles that we do not know are left out. */
const Claims = z.object({
  sub: ActorId,
  exp: z.number(),
  name: z.string().max(200).default(''),
  waymark_roles: z.array(z.unknown()).default([]),
  waymark_organisation: z
    .string()
    .regex(/^[A-Z0-9]{1,12}$/)
    .optional(),
  waymark_job_title: Detail,
  phone_number: Detail,
  email: Detail,
});

export type AccessToken = { viewer: Omit<Viewer, 'via'>; ends: Temporal.Instant };

/** How long a token that was checked is not checked again, and never past its end. */
const cachedFor = Temporal.Duration.from({ minutes: 1 });
/** How many checked tokens are kept. */
const cacheSize = 1_000;

/**
 * Checks signature, algorithm, issuer, audience, type and times. Rejects with a 401 fault, or 503 without keys. A program
 * that sends one token with many requests has it checked once a minute: a key that is withdrawn counts that much longer.
 */
export function accessTokens(config: IdentityConfig, provider: () => Promise<Provider>, clock: Clock) {
  const checked = new Map<string, { read: AccessToken; until: Temporal.Instant }>();

  return async (token: string): Promise<AccessToken> => {
    const now = clock.now();
    const before = checked.get(token);
    if (before && Temporal.Instant.compare(now, before.until) < 0) return before.read;
    const read = await check(token);
    const soon = now.add(cachedFor);
    const until = Temporal.Instant.compare(soon, read.ends) < 0 ? soon : read.ends;
    checked.delete(token);
    checked.set(token, { read, until });
    for (const oldest of checked.keys()) {
      if (checked.size <= cacheSize) break;
      checked.delete(oldest);
    }
    return read;
  };

  async function check(token: string): Promise<AccessToken> {
    const { keys } = await provider();
    await jwtVerify(token, keys, {
      issuer: config.OIDC_ISSUER,
      audience: config.OIDC_AUDIENCE,
      algorithms: [config.OIDC_TOKEN_ALGORITHM],
      typ: config.OIDC_TOKEN_TYPE,
      requiredClaims: ['sub', 'exp', 'iat'],
      clockTolerance: 5,
      currentDate: new Date(clock.now().epochMilliseconds),
    }).catch((error: unknown) => {
      throw isTokensOwnFault(error) ? badToken(wordsFor(error)) : providerAway(error);
    });
    const read = readAccessToken(token);
    if (!read) throw badToken('The access token does not say who it is for.');
    return read;
  }
}

/** What a token says, without checking it again: for one that was checked before it was sealed. */
export function readAccessToken(token: string): AccessToken | undefined {
  const claims = Claims.safeParse(decodeJwt(token)).data;
  if (!claims) return undefined;
  const known = claims.waymark_roles.filter(isStaffRole);
  return {
    viewer: {
      id: claims.sub,
      roles: known.length > 0 ? known : ['anonymous'],
      name: claims.name,
      accessToken: token,
      ...ofPerson(claims),
      ...(claims.waymark_organisation !== undefined && { organisation: claims.waymark_organisation }),
    },
    ends: Temporal.Instant.fromEpochMilliseconds(claims.exp * 1000),
  };
}

function ofPerson({ waymark_job_title: jobTitle, phone_number: phone, email }: z.infer<typeof Claims>) {
  return { ...(jobTitle && { jobTitle }), ...(phone && { phone }), ...(email && { email }) };
}

const tokensOwnFaults = new Set([
  errors.JWTExpired.code,
  errors.JWTInvalid.code,
  errors.JWTClaimValidationFailed.code,
  errors.JWSInvalid.code,
  errors.JWSSignatureVerificationFailed.code,
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
  errors.JWKSNoMatchingKey.code,
  errors.JWKSMultipleMatchingKeys.code,
]);

function isTokensOwnFault(error: unknown): error is errors.JOSEError {
  return error instanceof errors.JOSEError && tokensOwnFaults.has(error.code);
}

function wordsFor(error: errors.JOSEError): string {
  return error.code === errors.JWTExpired.code
    ? 'The access token has run out.'
    : 'The access token is not one that is accepted here.';
}
