import { policy, roles, type Role } from '@waymark/policy';
import { furnish, type Furnished } from './furnished.ts';
import { house, type House } from './house.ts';
import { roomNames, rooms } from './rooms.ts';
import { addressOf, subjects, type Subject } from './subjects.ts';
import { visit } from './visit.ts';

let home: House;
let furnished: Furnished;
beforeAll(async () => {
  home = await house();
  furnished = await furnish(home);
}, 120_000);
afterAll(() => home.close());

const asProgram = { accept: 'application/json' };

type Reach = 'any' | 'own-organisation' | 'own-family' | undefined;

function reachOf({ permission }: Subject, role: Role): Reach {
  const { roles: given } = policy[permission] as { roles: Partial<Record<Role, Reach>> };
  return given[role];
}

/** What a person who may not is told: who they are is not known, or is not enough. */
function denied(subject: Subject, role: Role): number {
  if (role !== 'anonymous') return 403;
  return subject.method === 'GET' && subject.answers !== 'json' ? 303 : 401;
}

const cells = subjects.flatMap((subject) =>
  roles.map((role) => [subject.name, role, reachOf(subject, role), subject] as const),
);

test('every action and view of the three services has its addresses here', () => {
  const offered = roomNames.reduce(
    (sum, name) => sum + rooms[name].actions.length + rooms[name].views.length,
    0,
  );
  expect(new Set(subjects.map(({ room, kind, id }) => `${room} ${kind} ${id}`)).size).toBe(offered);
  expect(cells.length).toBeGreaterThan(100);
});

describe('each address answers each role as the policy says', () => {
  test.each(cells)('%s for %s: %s', async (_name, role, reach, subject) => {
    const answer = await visit(home, subject, { as: role, at: furnished.own });
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
      expect((await visit(home, subject, { as: role, at: furnished.others })).status).toBe(403);
      expect((await visit(home, subject, { as: role, at: furnished.own })).status).toBe(200);
    },
  );
});

describe('a change that another site sends is refused, whoever is signed in', () => {
  const forms = subjects.filter(({ method, answers }) => method === 'POST' && answers === 'page');
  test.each(forms.map((subject) => [subject.name, subject] as const))('%s', async (_name, subject) => {
    const from = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    const cookie = await home.identity.cookieFor('clinician');
    const address = addressOf(subject, furnished.own);
    for (const headers of [
      { ...from, cookie, 'sec-fetch-site': 'cross-site' },
      { ...from, cookie, origin: 'https://elsewhere.example' },
      { ...from, cookie },
      { ...from, 'sec-fetch-site': 'cross-site' },
    ])
      expect((await home.ask('anonymous', 'POST', address, '', headers)).status).toBe(403);
  });
});

describe('an address that nobody named is denied', () => {
  const bases = Object.values(rooms).map(({ basePath }) => basePath);
  const nowhere = bases.flatMap((base) => [
    `${base}/nothing/at/this/address`,
    `${base}/api/nothing/at/this/address`,
    `${base}/api/openapi.json/more`,
    `${base}/assets/../../package.json`,
    `${base}/assets/%2e%2e/%2e%2e/package.json`,
    `${base}/problems/nothing`,
  ]);
  test.each([...nowhere, '/nothing', '/referralsx', '/admin', '/health/ready', '/identity/nothing'])(
    '%s',
    async (path) => {
      for (const role of roles) {
        expect((await home.ask(role, 'GET', path)).status).toBe(404);
        expect((await home.ask(role, 'POST', path, {})).status).toBe(404);
      }
    },
  );

  // Where one step of an address may be an id, those who may read such records hear that there is none, others that
  // they must sign in or may not.
  test.each(
    bases.flatMap((base) => [`${base}/nothing`, `${base}/.env`, `${base}/api/nothing`, `${base}/health`]),
  )('%s', async (path) => {
    for (const role of roles) {
      expect([303, 401, 403, 404]).toContain(
        (await home.ask(role, 'GET', path, undefined, asProgram)).status,
      );
      expect([404, 405]).toContain((await home.ask(role, 'POST', path, {}, asProgram)).status);
    }
  });

  test.each(subjects.map((subject) => [subject.name, subject] as const))(
    '%s takes no other method',
    async (_name, subject) => {
      const address = home.url + addressOf(subject, furnished.own);
      const headers = await home.identity.bearer('clinician');
      for (const method of ['PUT', 'PATCH', 'DELETE'])
        expect((await fetch(address, { method, headers })).status).toBe(405);
    },
  );
});

describe('a token that is not to be believed opens nothing', () => {
  const asked = subjects.find(
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
    ['one signed by nobody', async () => `Bearer ${unsigned(await home.identity.tokenFor('clinician'))}`],
  ])('%s', async (_what, authorization) => {
    if (!asked) throw new Error('There is no list of pathways for programs');
    const headers = { authorization: await authorization(), accept: 'application/json' };
    const answer = await home.ask('anonymous', 'GET', addressOf(asked, furnished.own), undefined, headers);
    expect(answer.status).toBe(401);
  });

  test('roles that a provider may not give are not believed', async () => {
    const headers = {
      authorization: await bearer({ claims: { waymark_roles: ['family', 'anonymous', 'root'] } }),
    };
    expect(
      (await home.ask('anonymous', 'GET', '/pathways/api/waiting-list', undefined, headers)).status,
    ).toBe(401);
  });

  async function bearer(changes: Parameters<typeof home.identity.tokenFor>[1]): Promise<string> {
    return `Bearer ${await home.identity.tokenFor('clinician', changes)}`;
  }
});

function unsigned(token: string): string {
  const [, payload = ''] = token.split('.');
  return `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`;
}
