import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import * as openid from 'openid-client';
import { boundedFetch, type BoundedFetch } from '../bounded-fetch.ts';
import type { IdentityConfig } from './config.ts';
import { providerAway } from './fault.ts';
import { isLoopback } from './loopback.ts';

export type Provider = { client: openid.Configuration; keys: JWTVerifyGetKey };

/**
 * The OpenID provider, discovered when it is first needed and kept; a failed discovery is tried anew by the next
 * request, so that a service starts and serves before its provider is up. Rejects with a 503 fault meanwhile. All that
 * is asked of it is bounded as `boundedFetch` says.
 */
export function openIdProvider(config: IdentityConfig): () => Promise<Provider> {
  const ask = boundedFetch();
  let known: Promise<Provider> | undefined;
  return () => {
    known ??= discover(config, ask).catch((error: unknown) => {
      known = undefined;
      throw providerAway(error);
    });
    return known;
  };
}

async function discover(config: IdentityConfig, ask: BoundedFetch): Promise<Provider> {
  const issuer = new URL(config.OIDC_ISSUER);
  const client = await openid.discovery(
    issuer,
    config.OIDC_CLIENT_ID,
    undefined,
    openid.ClientSecretBasic(config.OIDC_CLIENT_SECRET),
    // Plain http is refused everywhere but on this machine.
    {
      [openid.customFetch]: (url, options) => ask(url, options as RequestInit),
      execute: isLoopback(issuer.hostname) ? [openid.allowInsecureRequests] : [],
    },
  );
  const { jwks_uri: keysAt } = client.serverMetadata();
  if (!keysAt) throw new Error('the provider publishes no keys');
  return { client, keys: createRemoteJWKSet(new URL(keysAt), { [customFetch]: ask }) };
}
