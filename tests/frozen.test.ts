import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@waymark/testkit';
import { databaseUrl, embeddedStack, type EmbeddedStack } from '@waymark/testkit/stack';
import { endpoints, pathOf } from './endpoints.ts';
import { separateProcess, type ProcessInstance } from './instances.ts';
import { referral } from './referral.ts';
import { roleAllowed } from './request-as.ts';
import { seed, type Seeded } from './seed.ts';
import { startSystemWith, type Answer, type System } from './system.ts';

/** A page that asks a service which is frozen: two seconds for the answer, and what the page itself takes. */
const firstWithin = 5_000;
/** A page after that, while the service is left alone. */
const nextWithin = 2_000;
/** The front door, and a page whose database is frozen: what it takes to be sure. */
const sureWithin = 12_000;

let dir: string;
let stack: EmbeddedStack;
let system: System<ProcessInstance>;
let seeded: Seeded;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waymark-frozen-'));
  stack = await embeddedStack({ dir });
  system = await startSystemWith({
    launch: separateProcess(),
    infrastructure: {
      kafkaBrokers: stack.kafka.brokers,
      database: async (name) => ({ url: databaseUrl(stack.mongo.url, name), drop: async () => undefined }),
    },
  });
  seeded = await seed(system);
}, 180_000);
afterAll(async () => {
  await system?.close();
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

const newsIsLate = 'News from other parts of Waymark is late';

type Timed = Answer & { ms: number };

async function page(path: string, who: Parameters<System['ask']>[0] = 'clinician'): Promise<Timed> {
  const began = performance.now();
  const answer = await system.ask(who, 'GET', path, undefined, { accept: 'text/html' });
  return { ...answer, ms: performance.now() - began };
}

const wordsOf = ({ text }: Answer) => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

/** While something stands still, which then goes on whatever comes of it. */
async function frozen(what: { freeze(): void; thaw(): void }, work: () => Promise<void>): Promise<void> {
  what.freeze();
  try {
    await work();
  } finally {
    what.thaw();
  }
}

const servers = { kafka: () => byPid(stack.kafka.pid()), mongo: () => byPid(stack.mongo.pid()) };

function byPid(pid: number) {
  return { freeze: () => process.kill(pid, 'SIGSTOP'), thaw: () => process.kill(pid, 'SIGCONT') };
}

const named = endpoints.filter(
  (each) =>
    each.kind === 'view' &&
    each.answers === 'page' &&
    each.service !== 'referral-intake' &&
    roleAllowed(each) !== 'family',
);

test('referrals frozen: each page of the others comes, and says that names are not available', async () => {
  const resolved = await system.ask(
    'clinician',
    'GET',
    `/referrals/api/people/resolve?ids=${seeded.personId}`,
  );
  const { names } = resolved.body as { names: Record<string, { family: string }> };
  const { family = '' } = names[seeded.personId] ?? {};
  expect(family).toMatch(/\S/);
  const before = new Map<string, Timed>();
  for (const each of named) before.set(each.name, await page(pathOf(each, seeded.own), roleAllowed(each)));
  const withNames = named.filter(({ name }) => before.get(name)?.text.includes(family));
  expect(withNames.length).toBeGreaterThan(3);

  await frozen(system.instances['referral-intake'], async () => {
    const first = await page('/pathways/waiting-list');
    expect(first.status).toBe(200);
    expect(first.ms).toBeLessThan(firstWithin);
    expect(wordsOf(first)).toContain('Names are not available');
    const second = await page('/pathways/waiting-list');
    expect(second.ms).toBeLessThan(nextWithin);
    const slow: string[] = [];
    for (const each of named) {
      const shown = await page(pathOf(each, seeded.own), roleAllowed(each));
      expect({ name: each.name, status: shown.status }).toEqual({
        name: each.name,
        status: before.get(each.name)?.status,
      });
      expect(shown.ms).toBeLessThan(firstWithin);
      if (shown.ms > nextWithin) slow.push(each.name);
      if (withNames.includes(each))
        expect({ name: each.name, says: wordsOf(shown) }).toEqual({
          name: each.name,
          says: expect.stringMatching(/referrals cannot be reached/i) as string,
        });
    }
    // Of all these pages only those ask again that come when the others were without an answer for a while.
    expect(slow.length).toBeLessThan(named.length / 2);

    const atTheDoor = await page('/referrals/');
    expect(atTheDoor.status).toBe(504);
    expect(atTheDoor.ms).toBeLessThan(sureWithin);
    expect(wordsOf(atTheDoor)).toContain('Referrals cannot be reached');
    expect(atTheDoor.text).toContain('href="/pathways/waiting-list"');
    const again = await page('/referrals/');
    expect(again.status).toBe(504);
    expect(again.ms).toBeLessThan(nextWithin);
  });
  await until(
    'names are there again',
    async () => !wordsOf(await page('/pathways/waiting-list')).includes('not available'),
  );
  await until('referrals are there again', async () => (await page('/referrals/')).status === 200);
}, 240_000);

test.each([
  ['pathway-tracker', 'The waiting list cannot be reached at the moment', '/pathways/waiting-list'],
  ['needs-led-support', 'Support plans cannot be reached at the moment', '/support/directory'],
] as const)(
  '%s frozen: a referral comes, and says what is missing',
  async (name, says, own) => {
    const path = `/referrals/${seeded.referralId}`;
    expect(wordsOf(await page(path))).not.toContain(says);
    await frozen(system.instances[name], async () => {
      for (const within of [firstWithin, nextWithin]) {
        const shown = await page(path);
        expect(shown.status).toBe(200);
        expect(shown.ms).toBeLessThan(within);
        expect(wordsOf(shown)).toContain(says);
      }
      const atTheDoor = await page(own);
      expect(atTheDoor.status).toBe(504);
      expect(atTheDoor.ms).toBeLessThan(sureWithin);
    });
    await until('all is told again', async () => !wordsOf(await page(path)).includes(says));
    await until('it is there again', async () => (await page(own)).status === 200);
  },
  120_000,
);

test('the database frozen: no page hangs, each says what is missing; a command sent again is done once', async () => {
  const paths = [
    '/referrals/',
    `/referrals/${seeded.referralId}`,
    '/pathways/waiting-list',
    '/support/directory',
  ];
  const headers = { 'idempotency-key': randomUUID() };
  const body = referral({ child: { nhsNumber: undefined, familyName: 'Frozen' } });
  await frozen(servers.mongo(), async () => {
    for (const within of [sureWithin, nextWithin + 1_500]) {
      const shown = await Promise.all(paths.map((path) => page(path)));
      for (const [at, one] of shown.entries()) {
        const path = paths[at];
        expect({ path, isInTime: one.ms < within, ms: one.ms }).toMatchObject({ path, isInTime: true });
        if (one.status !== 200) {
          expect({ path: paths[at], status: one.status }).toEqual({ path: paths[at], status: 503 });
          expect(wordsOf(one)).toContain('The records cannot be reached.');
          expect(one.text).toContain('href="/"');
        }
      }
      expect(shown[0]?.status).toBe(503);
      // The directory is in memory.
      expect(shown[3]?.status).toBe(200);
    }
    const began = performance.now();
    const sent = await system.ask('clinician', 'POST', '/referrals/api/referrals', body, headers);
    expect(sent).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(performance.now() - began).toBeLessThan(sureWithin);
    for (const port of Object.values(system.ports)) {
      const looked = performance.now();
      const health = await fetch(`http://127.0.0.1:${port}/health/ready`);
      expect(await health.json()).toMatchObject({ away: ['database'] });
      const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
      expect(await metrics.text()).toContain('process_cpu');
      expect(performance.now() - looked).toBeLessThan(sureWithin);
    }
  });
  await until('pages come again', async () => (await page('/referrals/')).status === 200);
  const again = await until('the command is done', async () => {
    const answer = await system.ask('clinician', 'POST', '/referrals/api/referrals', body, headers);
    return answer.status === 201 && answer;
  });
  const { referralId } = again.body as { referralId: string };
  expect(wordsOf(await page(`/referrals/${referralId}`))).toContain('Frozen');
}, 180_000);

test('Kafka frozen: pages come, and a referral is logged; what it brings follows when Kafka goes on', async () => {
  let referralId = '';
  await frozen(servers.kafka(), async () => {
    for (const path of [
      '/referrals/',
      `/referrals/${seeded.referralId}`,
      '/pathways/waiting-list',
      `/pathways/${seeded.pathwayId}`,
      '/support/directory',
    ]) {
      const shown = await page(path);
      expect({ path, status: shown.status }).toEqual({ path, status: 200 });
      expect(shown.ms).toBeLessThan(nextWithin);
    }
    const began = performance.now();
    const body = referral({ child: { nhsNumber: undefined, familyName: 'Later' } });
    const logged = await system.ask('clinician', 'POST', '/referrals/api/referrals', body);
    expect(logged.status).toBe(201);
    expect(performance.now() - began).toBeLessThan(nextWithin);
    referralId = (logged.body as { referralId: string }).referralId;
    const shown = await page(`/referrals/${referralId}`);
    expect(wordsOf(shown)).toContain('It is being put on the waiting list');
    for (const path of ['/pathways/waiting-list', '/support/directory'])
      await until(`${path} says that news is late`, async () =>
        wordsOf(await page(path)).includes(newsIsLate),
      );
  });
  await until(
    'it is on the waiting list',
    async () =>
      !wordsOf(await page(`/referrals/${referralId}`)).includes('It is being put on the waiting list'),
    90_000,
  );
  await until('news comes', async () => !wordsOf(await page('/pathways/waiting-list')).includes(newsIsLate));
}, 180_000);
