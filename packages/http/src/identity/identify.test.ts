import { createSign, generateKeyPairSync } from 'node:crypto';
import { systemClock, type Clock } from '@waymark/care-types';
import { fakeClock } from '@waymark/testkit/clock';
import { testIdentity, type TestIdentity } from '@waymark/testkit/identity';
import express from 'express';
import request from 'supertest';
import { roles, staffRoles } from '@waymark/policy';
import type { IdentityConfig } from './config.ts';
import type { Fault } from './fault.ts';
import { identity } from './identity.ts';
import { openFamily } from './family-session.ts';
import { viewerOf } from './viewer-of.ts';

let provider: TestIdentity;
beforeAll(async () => {
  provider = await testIdentity();
});
afterAll(() => provider.close());

const silent = { warn: () => undefined, error: () => undefined };

function appWith(config: IdentityConfig, clock: Clock = systemClock) {
  const app = express();
  app.use(identity(config, { clock, log: silent }).identify);
  app.get('/me', (_req, res) => {
    const { accessToken, ...viewer } = viewerOf(res);
    res.json({ ...viewer, hasToken: accessToken !== undefined });
  });
  app.use(((error: Fault, _req, res, next) => {
    if (res.headersSent) return next(error);
    res
      .status(error.status ?? 500)
      .set(error.headers ?? {})
      .json({ code: error.code });
  }) satisfies express.ErrorRequestHandler);
  return app;
}

const bodyOf = (answer: { body: unknown }) => answer.body;
const me = (config: IdentityConfig = provider.settings) => request(appWith(config)).get('/me');
const withToken = (token: string) => me().set('Authorization', `Bearer ${token}`);

test.each(staffRoles)('a bearer token identifies a %s', async (role) => {
  const body = bodyOf(await withToken(await provider.tokenFor(role)).expect(200));
  expect(body).toMatchObject({ id: `synthetic-${role}`, roles: [role], via: 'bearer', hasToken: true });
  expect((body as { organisation?: string }).organisation).toBe(role === 'referrer' ? '114312' : undefined);
});

test.each(staffRoles)('a session cookie identifies a %s', async (role) => {
  const body = bodyOf(
    await me()
      .set('Cookie', await provider.cookieFor(role))
      .expect(200),
  );
  expect(body).toMatchObject({ id: `synthetic-${role}`, roles: [role], via: 'cookie', hasToken: true });
});

test('a token that was checked is known again for a moment, and never past its end', async () => {
  const clock = fakeClock(Temporal.Now.instant().toString());
  const own = await testIdentity({ clock });
  const app = appWith(own.settings, clock);
  const token = await own.tokenFor('clinician', { lastsSeconds: 90 });
  const asked = () => request(app).get('/me').set('Authorization', `Bearer ${token}`);
  for (const seconds of [0, 30, 40]) {
    clock.pass({ seconds });
    expect(bodyOf(await asked().expect(200))).toMatchObject({ id: 'synthetic-clinician' });
  }
  const [head, body, signature = ''] = token.split('.');
  const changed = [head, body, signature.replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A'))].join('.');
  await request(app).get('/me').set('Authorization', `Bearer ${changed}`).expect(401);
  clock.pass({ seconds: 30 });
  await asked().expect(401);
  await own.close();
});

test('nobody is anonymous', async () => {
  const body = bodyOf(await me().expect(200));
  expect(body).toEqual({ id: 'anonymous', roles: ['anonymous'], name: '', via: 'nothing', hasToken: false });
});

test('roles that only we give, or that nobody knows, count for nothing in a token', async () => {
  const claims = { waymark_roles: ['family', 'administrator', '__proto__', 7, null] };
  const body = bodyOf(await withToken(await provider.tokenFor('clinician', { claims })).expect(200));
  expect(body).toMatchObject({ roles: ['anonymous'] });
});

describe('a bad bearer token is refused with 401', () => {
  const parts = (token: string) => token.split('.') as [string, string, string];
  const encode = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const decode = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

  const spoiled: [string, () => Promise<string>][] = [
    ['run out', () => provider.tokenFor('clinician', { lastsSeconds: -6 })],
    [
      'not yet good',
      () => provider.tokenFor('clinician', { claims: { nbf: Math.floor(Date.now() / 1000) + 60 } }),
    ],
    ['for another audience', () => provider.tokenFor('clinician', { claims: { aud: 'another' } })],
    [
      'of another issuer',
      () => provider.tokenFor('clinician', { claims: { iss: 'https://elsewhere.example' } }),
    ],
    ['an ID token, by its type', () => provider.tokenFor('clinician', { header: { typ: 'JWT' } })],
    [
      'signed by a key that is not published',
      () => provider.tokenFor('clinician', { header: { kid: 'another' } }),
    ],
    ['for nobody', () => provider.tokenFor('clinician', { claims: { sub: '' } })],
    [
      'with roles that are not a list',
      () => provider.tokenFor('clinician', { claims: { waymark_roles: 'triage' } }),
    ],
    [
      'unsigned (alg none)',
      async () => {
        const [, payload] = parts(await provider.tokenFor('clinician'));
        return `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`;
      },
    ],
    [
      'changed after signing',
      async () => {
        const [header, payload, signature] = parts(await provider.tokenFor('referrer'));
        return `${header}.${encode({ ...decode(payload), waymark_roles: ['triage'] })}.${signature}`;
      },
    ],
    [
      'signed by a foreign key',
      async () => {
        const [header, payload] = parts(await provider.tokenFor('clinician'));
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const signature = createSign('sha256')
          .update(`${header}.${payload}`)
          .sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
        return `${header}.${payload}.${signature.toString('base64url')}`;
      },
    ],
    ['not a token', async () => 'rubbish'],
    ['three empty parts', async () => '..'],
  ];

  test.each(spoiled)('%s', async (_what, make) => {
    const answer = await withToken(await make()).expect(401);
    expect(answer.body).toEqual({ code: 'invalid-token' });
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  test.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer a b', ''])('the header "%s"', async (header) => {
    await me().set('Authorization', header).expect(401);
  });

  test('and a good cookie beside it does not save it', async () => {
    await withToken('rubbish')
      .set('Cookie', await provider.cookieFor('clinician'))
      .expect(401);
  });
});

test('a token still counts five seconds after its end, for clocks that differ', async () => {
  await withToken(await provider.tokenFor('clinician', { lastsSeconds: -2 })).expect(200);
});

describe('a bad cookie is as good as none', () => {
  const flip = (text: string, at: number) =>
    text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

  test('altered anywhere', async () => {
    const good = await provider.cookieFor('clinician');
    const app = appWith(provider.settings);
    for (let at = 'waymark='.length; at < good.length; at += 97) {
      const body = bodyOf(await request(app).get('/me').set('Cookie', flip(good, at)).expect(200));
      expect(body).toMatchObject({ roles: ['anonymous'] });
    }
  });

  test('sealed with another key, for another purpose, or rubbish', async () => {
    const other = await testIdentity();
    const family = await provider.familyCookieFor('pw_1');
    const cookies = [
      await other.cookieFor('clinician'),
      family.replace('waymark-family', 'waymark'),
      'waymark=',
      'waymark=....',
      'waymark=%00',
      ';;;=;waymark',
      `waymark=${await provider.tokenFor('clinician')}`,
    ];
    await other.close();
    for (const cookie of cookies) {
      const body = bodyOf(await me().set('Cookie', cookie).expect(200));
      expect(body).toMatchObject({ roles: ['anonymous'] });
    }
  });
});

describe('a session ends', () => {
  async function signedIn() {
    const clock = fakeClock('2026-03-28T22:00:00Z');
    const at = await testIdentity({ clock });
    const app = appWith(at.settings, clock);
    let cookie = await at.cookieFor('clinician', { lastsSeconds: 86_400 });
    const roleSeen = async () => {
      const answer = await request(app).get('/me').set('Cookie', cookie).expect(200);
      const [renewed] = (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? [];
      if (renewed) cookie = renewed.split(';', 1)[0] ?? '';
      return (answer.body as { roles: string[] }).roles[0];
    };
    return { clock, roleSeen, close: () => at.close() };
  }

  test('after fifteen minutes without a request', async () => {
    const { clock, roleSeen, close } = await signedIn();
    clock.pass({ minutes: 14, seconds: 59 });
    expect(await roleSeen()).toBe('clinician');
    clock.pass({ minutes: 14, seconds: 59 });
    expect(await roleSeen()).toBe('clinician');
    clock.pass({ minutes: 15 });
    expect(await roleSeen()).toBe('anonymous');
    await close();
  });

  test('after eight hours, however busy; the night of a clock change makes no difference', async () => {
    const { clock, roleSeen, close } = await signedIn();
    for (let minutes = 0; minutes < 470; minutes += 10) {
      clock.pass({ minutes: 10 });
      expect(await roleSeen()).toBe('clinician');
    }
    clock.pass({ minutes: 9, seconds: 59 });
    expect(await roleSeen()).toBe('clinician');
    clock.pass({ seconds: 1 });
    expect(await roleSeen()).toBe('anonymous');
    await close();
  });

  test('when its token runs out and there is nothing to renew it with', async () => {
    const clock = fakeClock('2026-03-28T22:00:00Z');
    const at = await testIdentity({ clock });
    const cookie = await at.cookieFor('clinician', { lastsSeconds: 300 });
    clock.pass({ minutes: 5 });
    const answer = await request(appWith(at.settings, clock)).get('/me').set('Cookie', cookie).expect(200);
    expect(answer.body).toMatchObject({ roles: ['anonymous'] });
    expect(answer.headers['set-cookie']).toEqual(['waymark=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
    await at.close();
  });
});

describe('a family', () => {
  test('is known by its own cookie, for its own pathway, for thirty minutes', async () => {
    const cookie = await provider.familyCookieFor('pw_1');
    const body = bodyOf(await me().set('Cookie', cookie).expect(200));
    expect(body).toMatchObject({ id: 'family:pw_1', roles: ['family'], pathwayId: 'pw_1', via: 'cookie' });
    const later = (minutes: number): Clock => ({ now: () => Temporal.Now.instant().add({ minutes }) });
    expect(await openFamily(provider.settings, later(29), cookie)).toBe('pw_1');
    expect(await openFamily(provider.settings, later(31), cookie)).toBeUndefined();
  });

  test('beside a signed-in person keeps what that person may do', async () => {
    const cookie = `${await provider.cookieFor('triage')}; ${await provider.familyCookieFor('pw_1')}`;
    const body = bodyOf(await me().set('Cookie', cookie).expect(200));
    expect(body).toMatchObject({ id: 'synthetic-triage', roles: ['triage', 'family'], pathwayId: 'pw_1' });
  });

  test('cookie does not open for staff', async () => {
    const session = (await provider.cookieFor('triage')).replace('waymark=', 'waymark-family=');
    const body = bodyOf(await me().set('Cookie', session).expect(200));
    expect(body).toMatchObject({ roles: ['anonymous'] });
  });
});

describe('while the provider is away', () => {
  const away = (): IdentityConfig => ({ ...provider.settings, OIDC_ISSUER: 'http://127.0.0.1:9' });

  test('a bearer token cannot be judged: 503, not 401', async () => {
    const answer = await me(away())
      .set('Authorization', `Bearer ${await provider.tokenFor('clinician')}`)
      .expect(503);
    expect(answer.body).toEqual({ code: 'sign-in-unavailable' });
    expect(answer.headers['retry-after']).toBe('10');
  });

  test('those who are signed in go on, and so does everyone else', async () => {
    await me(away())
      .set('Cookie', await provider.cookieFor('clinician'))
      .expect(200);
    await me(away()).expect(200);
  });
});

test('on https the cookie is bound to the very host', async () => {
  const config = { ...provider.settings, PUBLIC_URL: 'https://waymark.example' };
  const plain = await provider.cookieFor('clinician');
  const body = bodyOf(await me(config).set('Cookie', plain).expect(200));
  expect(body).toMatchObject({ roles: ['anonymous'] });
  const bound = await me(config).set('Cookie', plain.replace('waymark=', '__Host-waymark=')).expect(200);
  expect(bound.body).toMatchObject({ roles: ['clinician'] });
});

test('the longest session still fits into a cookie', async () => {
  const name = 'A synthetic person with a rather long name'.padEnd(120, '.');
  const cookie = await provider.cookieFor(
    { id: 'f'.repeat(64), roles: [...roles], name, organisation: '114312' },
    { refreshToken: 'r'.repeat(64) },
  );
  expect(cookie.length).toBeLessThan(3000);
});
