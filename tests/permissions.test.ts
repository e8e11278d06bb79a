import { policy, roles, type Role } from '@waymark/policy';
import { seed, type Seeded } from './seed.ts';
import { startSystem, type System } from './system.ts';
import { serviceNames, services } from './services.ts';
import { pathOf, endpoints, type Endpoint } from './endpoints.ts';
import { requestAs } from './request-as.ts';

let system: System;
let seeded: Seeded;
beforeAll(async () => {
  system = await startSystem();
  seeded = await seed(system);
}, 120_000);
afterAll(() => system.close());

const asProgram = { accept: 'application/json' };

type Reach = 'any' | 'own-organisation' | 'own-family' | undefined;

function reachOf({ permission }: Endpoint, role: Role): Reach {
  const { roles: given } = policy[permission] as { roles: Partial<Record<Role, Reach>> };
  return given[role];
}

/** The status for a person who may not: who they are is not known, or is not enough. */
function denied(subject: Endpoint, role: Role): number {
  if (role !== 'anonymous') return 403;
  return subject.method === 'GET' && subject.answers !== 'json' ? 303 : 401;
}

const cells = endpoints.flatMap((subject) =>
  roles.map((role) => [subject.name, role, reachOf(subject, role), subject] as const),
);

test('every action and view of the three services has its addresses here', () => {
  const offered = serviceNames.reduce(
    (sum, name) => sum + services[name].actions.length + services[name].views.length,
    0,
  );
  expect(new Set(endpoints.map(({ service, kind, id }) => `${service} ${kind} ${id}`)).size).toBe(offered);
  expect(cells.length).toBeGreaterThan(100);
});

describe('each address answers each role as the policy says', () => {
  test.each(cells)('%s for %s: %s', async (_name, role, reach, subject) => {
    const answer = await requestAs(system, subject, { as: role, at: seeded.own });
    if (reach === undefined) {
      expect(answer.status).toBe(denied(subject, role));
      if (answer.status === 303) expect(answer.headers.get('location')).toContain('/sign-in?');
      return;
    }
    expect([401, 403]).not.toContain(answer.status);
    expect(answer.status).toBeLessThan(500);
  });
});

describe('one’s own is not another’s', () => {
  const records = cells.filter(
    ([, , reach, { kind, path }]) =>
      kind === 'view' && reach === 'own-organisation' && /:(referralId|pathwayId|personId|planId)/.test(path),
  );
  test.each(records)(
    '%s for %s: the record of another organisation is denied',
    async (_name, role, _reach, subject) => {
      expect((await requestAs(system, subject, { as: role, at: seeded.others })).status).toBe(403);
      expect((await requestAs(system, subject, { as: role, at: seeded.own })).status).toBe(200);
    },
  );
});

describe('a change that another site sends is refused, whoever is signed in', () => {
  const forms = endpoints.filter(({ method, answers }) => method === 'POST' && answers === 'page');
  test.each(forms.map((subject) => [subject.name, subject] as const))('%s', async (_name, subject) => {
    const from = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    const cookie = await system.identity.cookieFor('clinician');
    const address = pathOf(subject, seeded.own);
    for (const headers of [
      { ...from, cookie, 'sec-fetch-site': 'cross-site' },
      { ...from, cookie, origin: 'https://elsewhere.example' },
      { ...from, cookie },
      { ...from, 'sec-fetch-site': 'cross-site' },
    ])
      expect((await system.ask('anonymous', 'POST', address, '', headers)).status).toBe(403);
  });
});

describe('an address that nobody named is denied', () => {
  const bases = Object.values(services).map(({ basePath }) => basePath);
  const nowhere = bases.flatMap((base) => [
    `${base}/nothing/at/this/address`,
    `${base}/api/nothing/at/this/address`,
    `${base}/api/openapi.json/more`,
    `${base}/assets/nothing.css`,
    `${base}/problems/nothing`,
  ]);
  test.each([
    ...nowhere,
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/nothing',
    '/referralsx',
    '/admin',
    '/health/ready',
    '/identity/nothing',
  ])('%s', async (path) => {
    for (const role of roles) {
      expect((await system.ask(role, 'GET', path)).status).toBe(404);
      expect((await system.ask(role, 'POST', path, {})).status).toBe(404);
    }
  });

  // Where one step of an address may be an id, those who may read such records hear that there is none, others that
  // they must sign in or may not.
  test.each(
    bases.flatMap((base) => [`${base}/nothing`, `${base}/.env`, `${base}/api/nothing`, `${base}/health`]),
  )('%s', async (path) => {
    for (const role of roles) {
      expect([303, 401, 403, 404]).toContain(
        (await system.ask(role, 'GET', path, undefined, asProgram)).status,
      );
      expect([404, 405]).toContain((await system.ask(role, 'POST', path, {}, asProgram)).status);
    }
  });

  test.each(endpoints.map((subject) => [subject.name, subject] as const))(
    '%s takes no other method',
    async (_name, subject) => {
      const address = system.url + pathOf(subject, seeded.own);
      const headers = await system.identity.bearer('clinician');
      for (const method of ['PUT', 'PATCH', 'DELETE'])
        expect((await fetch(address, { method, headers })).status).toBe(405);
    },
  );
});

describe('a token that is not to be believed opens nothing', () => {
  const asked = endpoints.find(
    ({ method, answers, permission }) =>
      method === 'GET' && answers === 'json' && permission === 'pathway:list',
  );
  test.each<[string, () => Promise<string>]>([
    ['no token at all', async () => 'Bearer '],
    ['nonsense', async () => 'Bearer nonsense'],
    ['another scheme', async () => 'Basic Y2xpbmljaWFuOng='],
    ['one that has run out', async () => bearer({ lastsSeconds: -60 })],
    ['one for another audience', async () => bearer({ claims: { aud: 'elsewhere' } })],
    ['one of another issuer', async () => bearer({ claims: { iss: 'https://elsewhere.example' } })],
    ['one with an unknown key', async () => bearer({ header: { kid: 'other' } })],
    ['an id token', async () => bearer({ header: { typ: 'JWT' } })],
    ['one signed by nobody', async () => `Bearer ${unsigned(await system.identity.tokenFor('clinician'))}`],
  ])('%s', async (_what, authorization) => {
    if (!asked) throw new Error('There is no list of pathways for programs');
    const headers = { authorization: await authorization(), accept: 'application/json' };
    const answer = await system.ask('anonymous', 'GET', pathOf(asked, seeded.own), undefined, headers);
    expect(answer.status).toBe(401);
  });

  test('roles that a provider may not give are not believed', async () => {
    const headers = {
      authorization: await bearer({ claims: { waymark_roles: ['family', 'anonymous', 'root'] } }),
    };
    expect(
      (await system.ask('anonymous', 'GET', '/pathways/api/waiting-list', undefined, headers)).status,
    ).toBe(401);
  });

  async function bearer(changes: Parameters<typeof system.identity.tokenFor>[1]): Promise<string> {
    return `Bearer ${await system.identity.tokenFor('clinician', changes)}`;
  }
});

function unsigned(token: string): string {
  const [, payload = ''] = token.split('.');
  return `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`;
}
