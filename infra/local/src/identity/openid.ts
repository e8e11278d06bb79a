import Provider, { type Configuration, type ResourceServer } from 'oidc-provider';
import type { ProviderKeys } from './keys.ts';
import { inMemory } from './memory.ts';
import type { Pages } from './pages.ts';
import type { DemoPerson } from './people.ts';

export type Client = { id: string; secret: string; redirectUris: string[]; afterSignOut: string[] };

/** The one interface that access tokens are for: all three services. */
export const resource = 'urn:waymark:api';
export const tokensFor: ResourceServer = {
  scope: '',
  audience: 'waymark',
  accessTokenTTL: 15 * 60,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'ES256' } },
};

/** What an access token says of a person. */
export function claimsOf(person: DemoPerson): Record<string, unknown> {
  return {
    name: person.name,
    waymark_roles: [...person.roles],
    ...(person.organisation !== undefined && { waymark_organisation: person.organisation }),
    ...(person.jobTitle !== undefined && { waymark_job_title: person.jobTitle }),
    ...(person.phone !== undefined && { phone_number: person.phone }),
  };
}

type Parts = {
  issuer: string;
  clients: readonly Client[];
  people: readonly DemoPerson[];
  keys: ProviderKeys;
  pages: Pages;
};

/** A certified OpenID provider, which knows the demo people and that our own pages need no consent. */
export function openIdProvider({ issuer, clients, people, keys, pages }: Parts): Provider {
  const mount = new URL(issuer).pathname.replace(/\/$/, '');
  const workingDay = 8 * 60 * 60;
  const personOf = (id: string) => people.find((person) => person.id === id);

  const configuration: Configuration = {
    adapter: inMemory(),
    clients: clients.map((client) => ({
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: client.redirectUris,
      post_logout_redirect_uris: client.afterSignOut,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    })),
    jwks: keys.jwks,
    cookies: { keys: keys.cookies, long: { signed: true, path: mount || '/' }, short: { signed: true } },
    claims: { openid: ['sub'], profile: ['name'] },
    scopes: ['openid', 'profile'],
    pkce: { required: () => true },
    findAccount: (_ctx, id) => {
      const person = personOf(id);
      return person && { accountId: id, claims: () => ({ sub: id, name: person.name }) };
    },
    extraTokenClaims: (_ctx, token) => {
      const person = token.kind === 'AccessToken' ? personOf(token.accountId) : undefined;
      return person && claimsOf(person);
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => tokensFor,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = pages.signOut(form);
        },
        postLogoutSuccessSource: (ctx) => ctx.redirect('/'),
      },
    },
    interactions: { url: (_ctx, interaction) => `${mount}/interaction/${interaction.uid}` },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Three services share one session, so two may renew it in the same moment.
    rotateRefreshToken: false,
    loadExistingGrant: async (ctx) => {
      const { client, session, provider, result } = ctx.oidc;
      const grantId = result?.consent?.grantId ?? (client && session?.grantIdFor(client.clientId));
      if (grantId) return provider.Grant.find(grantId);
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      grant.addResourceScope(resource, '');
      await grant.save();
      return grant;
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = pages.fault(out.error_description ?? 'Signing in was not possible.');
    },
    ttl: {
      AccessToken: 15 * 60,
      AuthorizationCode: 60,
      Grant: workingDay,
      IdToken: 10 * 60,
      Interaction: 10 * 60,
      RefreshToken: workingDay,
      Session: workingDay,
    },
  };
  return new Provider(issuer, configuration);
}
