import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@waymark/testkit';
import { referral } from './referral.ts';
import {
  freeBlock,
  untilReady,
  isFree,
  npmStart,
  stillRunning,
  type Process,
  type StartProcess,
} from './npm-start.ts';

let dataDir: string;
let port: number;
let url: string;
let started: StartProcess;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'waymark-start-'));
  port = await freeBlock();
  url = `http://localhost:${port}`;
});
afterAll(async () => {
  started.signal('SIGINT');
  await started.ended;
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

const begin = (...more: string[]) =>
  (started = npmStart(['--no-demo', '--port', String(port), ...more], dataDir));

/** The parts of the system, and how each is known among the processes. */
const parts = {
  'referral-intake': 'services/referral-intake/src/main.ts',
  'pathway-tracker': 'services/pathway-tracker/src/main.ts',
  'needs-led-support': 'services/needs-led-support/src/main.ts',
  identity: 'infra/local/src/identity/main.ts',
  'front-door': 'infra/local/src/gateway/main.ts',
  kafka: 'KafkaServer',
  mongo: 'waymark.mongo',
};
type Part = keyof typeof parts;

function running(part: Part): Process | undefined {
  return started.processes().find(({ command }) => command.includes(parts[part]));
}

async function ask(path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const given = await fetch(`${url}/identity/demo-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'demo-clinician' }),
  });
  const { access_token: token } = (await given.json()) as { access_token: string };
  const answer = await fetch(url + path, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

function plans(): Promise<number | undefined> {
  return ask('/support/api/plans/count').then(
    ({ body }) => (body as { all?: number }).all,
    () => undefined,
  );
}

/** Logs a referral, as soon as that is possible, and waits for the plan that makes it so many. */
async function oneMore(then: number): Promise<void> {
  const log = () =>
    ask('/referrals/api/referrals', referral()).then(
      ({ status }) => status === 201,
      () => false,
    );
  await until('a referral is logged', log, 60_000);
  await until(`there are ${then} plans`, async () => (await plans()) === then, 60_000);
}

async function nothingIsLeft(processes: readonly Process[]): Promise<void> {
  await until('every process has ended', () => stillRunning(processes).length === 0, 45_000);
  for (let at = 0; at < 8; at += 1)
    expect({ port: port + at, free: await isFree(port + at) }).toEqual({ port: port + at, free: true });
}

describe('a start that cannot be', () => {
  test.each([
    [['--nonsense'], /--nonsense/],
    [['--port', 'many'], /--port is "many"; it must be a whole number from/],
    [['--stack', 'cloud'], /--stack is "cloud"; it must be one of embedded, containers, given/],
  ])('%j ends with 64, and says what is allowed', async (args, words) => {
    started = npmStart(args, dataDir);
    expect((await started.ended).code).toBe(64);
    expect(started.output()).toMatch(words);
    expect(started.output()).toContain('--services-only');
  });

  test('a port in use is named, with what to do', async () => {
    const holder = createServer().listen(port + 2, '127.0.0.1');
    await once(holder, 'listening');
    const { code } = await begin().ended;
    holder.close();
    expect(code).toBe(1);
    expect(started.output()).toContain(`Port ${port + 2} (for the tracker) is in use`);
    expect(started.output()).toContain(`--port ${port + 100}`);
  });
});

describe('the first start', () => {
  test('shows each step with its time, and says what is a stand-in', async () => {
    await untilReady(begin());
    for (const step of ['Starting Apache Kafka', 'Starting the three services', 'Opening the front door'])
      expect(started.output()).toMatch(new RegExp(`✓ ${step}.*\\([0-9.]+ s\\)`));
    expect(started.output()).toContain(`Waymark is at ${url}`);
    expect(started.output()).toContain('stand-in');
    expect((await fetch(url)).status).toBe(200);
  }, 200_000);

  test.each((Object.keys(parts) as Part[]).map((part, at) => [part, at + 1] as const))(
    '%s comes back after kill -9, and the next referral gets its plan',
    async (part, then) => {
      const before = running(part);
      if (!before) throw new Error(`${part} does not run`);
      process.kill(before.pid, 'SIGKILL');
      await until('it is there again', () => ![undefined, before.pid].includes(running(part)?.pid), 60_000);
      await oneMore(then);
      expect(started.output()).toContain(`${part} killed by SIGKILL; starting it again`);
    },
    180_000,
  );

  test('Ctrl-C stops everything and leaves nothing behind, also when a process hangs', async () => {
    const all = started.processes();
    process.kill(running('pathway-tracker')?.pid ?? -1, 'SIGSTOP');
    started.signal('SIGINT');
    const asked = performance.now();
    expect((await started.ended).code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(30_000);
    await nothingIsLeft(all);
  }, 120_000);
});

describe('the second start', () => {
  test('keeps the data', async () => {
    const began = performance.now();
    await untilReady(begin());
    console.log(`The second start took ${Math.round((performance.now() - began) / 1_000)} s`);
    expect(started.output()).toContain('Starting with the data kept from the last start');
    expect(await plans()).toBe(Object.keys(parts).length);
  }, 200_000);

  test('kill -9 of the starter itself leaves nothing behind', async () => {
    const all = started.processes();
    expect(all.length).toBeGreaterThan(Object.keys(parts).length);
    const starter = all.find(({ command }) => command.includes('infra/local/src/start/main.ts'));
    process.kill(starter?.pid ?? -1, 'SIGKILL');
    await started.ended;
    await nothingIsLeft(all);
  }, 120_000);
});
