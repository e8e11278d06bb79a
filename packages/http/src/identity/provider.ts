import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as openid from 'openid-client';
import type { IdentityConfig } from './config.ts';
import { providerAway } from './fault.ts';
import { isLoopback } from './loopback.ts';

export type Provider = { client: openid.Configuration; keys: JWTVerifyGetKey };

const timeout = { seconds: 5 };

/**
 * The OpenID provider, discovered when it is first needed and kept; a failed discovery is tried anew by the next
 * request, so that a service starts and serves before its provider is up. Rejects with a 503 fault meanwhile.
 */
export function openIdProvider(config: IdentityConfig): () => Promise<Provider> {
  let known: Promise<Provider> | undefined;
  return () => {
    known ??= discover(config).catch((error: unknown) => {
      known = undefined;
      throw providerAway(error);
    });
    return known;
  };
}

async function discover(config: IdentityConfig): Promise<Provider> {
  const issuer = new URL(config.OIDC_ISSUER);
  const client = await openid.discovery(
    issuer,
    config.OIDC_CLIENT_ID,
    undefined,
    openid.ClientSecretBasic(config.OIDC_CLIENT_SECRET),
    // Plain http is refused everywhere but on this machine.
    { timeout: timeout.seconds, execute: isLoopback(issuer.hostname) ? [openid.allowInsecureRequests] : [] },
  );
  const { jwks_uri: keysAt } = client.serverMetadata();
  if (!keysAt) throw new Error('the provider publishes no keys');
  return { client, keys: createRemoteJWKSet(new URL(keysAt), { timeoutDuration: timeout.seconds * 1000 }) };
}
