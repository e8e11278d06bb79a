import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@waymark/care-types';
import { sealFamily, sessions, type IdentityConfig } from '@waymark/http';
import { type Role } from '@waymark/policy';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { testPerson, type TestPerson } from './people.ts';

/** How a token may be made wrong, or other than usual. */
export type TokenChanges = {
  claims?: JWTPayload;
  header?: { typ?: string; kid?: string };
  lastsSeconds?: number;
};

/**
 * A sign-in provider for tests, in this process on a loopback port: it publishes its key and makes tokens and
 * session cookies for any person, without anybody signing in. `settings` are the part of a service's configuration
 * that makes it believe this provider.
 */
export async function testIdentity({ clock = systemClock, basePath = '/referrals' } = {}) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'test-key', alg: 'ES256', use: 'sig' };
  const documents = new Map<string, object>([['/keys', { keys: [key] }]]);
  const server = createServer((req, res) => {
    const found = documents.get(req.url ?? '');
    res.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  documents.set('/.well-known/openid-configuration', discovery(issuer));

  const settings: IdentityConfig = {
    PUBLIC_URL: 'http://localhost',
    BASE_PATH: basePath,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'waymark',
    OIDC_CLIENT_SECRET: randomBytes(32).toString('base64url'),
    OIDC_AUDIENCE: 'waymark',
    OIDC_TOKEN_TYPE: 'at+jwt',
    OIDC_TOKEN_ALGORITHM: 'ES256',
    SESSION_KEY: randomBytes(32).toString('base64url'),
    SESSION_IDLE_MINUTES: 15,
  };

  async function tokenFor(who: Role | TestPerson, changes: TokenChanges = {}): Promise<string> {
    const person = typeof who === 'string' ? testPerson(who) : who;
    const now = Math.floor(clock.now().epochMilliseconds / 1000);
    return new SignJWT({
      iss: issuer,
      aud: settings.OIDC_AUDIENCE,
      sub: person.id,
      jti: randomUUID(),
      iat: now,
      exp: now + (changes.lastsSeconds ?? 3600),
      name: person.name,
      waymark_roles: [...person.roles],
      ...(person.organisation !== undefined && { waymark_organisation: person.organisation }),
      ...changes.claims,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'test-key', ...changes.header })
      .sign(privateKey);
  }

  return {
    settings,
    tokenFor,
    /** The header of an API request. */
    bearer: async (who: Role | TestPerson) => ({ authorization: `Bearer ${await tokenFor(who)}` }),
    /** The Cookie header of a browser in which the person has signed in; a family's needs `familyCookieFor`. */
    cookieFor: async (who: Role | TestPerson, changes: TokenChanges & { refreshToken?: string } = {}) => {
      const { refreshToken } = changes;
      const accessToken = await tokenFor(who, changes);
      return content(
        await sessions(settings, clock).begin({ accessToken, ...(refreshToken && { refreshToken }) }),
      );
    },
    /** The Cookie header of a browser in which a family has entered its code. */
    familyCookieFor: async (pathwayId: string) => content(await sealFamily(settings, clock, pathwayId)),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export type TestIdentity = Awaited<ReturnType<typeof testIdentity>>;

function discovery(issuer: string): object {
  return {
    issuer,
    jwks_uri: `${issuer}/keys`,
    authorization_endpoint: `${issuer}/authorise`,
    token_endpoint: `${issuer}/token`,
    end_session_endpoint: `${issuer}/end`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  };
}

function content(setCookie: string): string {
  return setCookie.split(';', 1)[0] ?? '';
}
