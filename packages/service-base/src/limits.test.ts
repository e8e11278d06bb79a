import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Database } from '@waymark/aggregate-store';
import { machineDate } from '@waymark/testkit/clock';
import { embeddedMongo, freshDatabase } from '@waymark/testkit/stack';
import pino from 'pino';
import { limits } from './limits.ts';

const log = pino({ level: 'silent' });
const secret = Buffer.alloc(32, 7).toString('base64url');
const open = (url: string) => connect(url, { log, appName: 'limits test' });
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let one: Database;
let other: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  [one, other] = [await open(fresh.url), await open(fresh.url)];
  await migrated(one);
});
afterEach(() => machineDate.reset());
afterAll(async () => {
  await one.close();
  await other.close();
  await fresh.drop();
});

const codes = (db: Database, name = 'codes') =>
  limits(db, secret).attemptLimiter(name, { attempts: 5, minutes: 15 });
const forms = (db: Database) => limits(db, secret).hourlyLimit('forms', 3);

async function migrated(db: Database): Promise<void> {
  const limited = limits(db, secret);
  limited.hourlyLimit('forms', 3);
  await limited.migrate();
}

async function failTimes(times: number, limiter: ReturnType<typeof codes>, subject: string) {
  for (let n = 0; n < times; n += 1) await limiter.recordFailure(subject);
}

test('five failed attempts lock a subject, and no other', async () => {
  const limiter = codes(one);
  await failTimes(4, limiter, 'guessed');
  expect(await limiter.isLocked('guessed')).toBe(false);
  await limiter.recordFailure('guessed');
  expect(await limiter.isLocked('guessed')).toBe(true);
  expect(await limiter.isLocked('another')).toBe(false);
  expect(await codes(one, 'other codes').isLocked('guessed')).toBe(false);
});

test('two copies of a service share what they count', async () => {
  await failTimes(3, codes(one), 'shared');
  await failTimes(2, codes(other), 'shared');
  expect(await codes(one).isLocked('shared')).toBe(true);
  expect(await codes(other).isLocked('shared')).toBe(true);

  const taken = [];
  for (const db of [one, other, one, other]) taken.push(await forms(db).take('shared'));
  expect(taken).toEqual([true, true, true, false]);
});

test('of many that ask at once, as many may as are allowed', async () => {
  const taken = await Promise.all(
    Array.from({ length: 20 }, (_, n) => forms(n % 2 === 0 ? one : other).take('raced')),
  );
  expect(taken.filter(Boolean)).toHaveLength(3);
});

test('a restart forgets nothing', async () => {
  const before = await open(fresh.url);
  await failTimes(5, codes(before), 'restarted');
  await before.close();
  const after = await open(fresh.url);
  expect(await codes(after).isLocked('restarted')).toBe(true);
  await after.close();
});

test('a lock is over a quarter of an hour after the last attempt, and an hour after the first time', async () => {
  const began = Temporal.Now.instant();
  const at = (minutes: number) => machineDate.set(began.add({ minutes }));
  at(0);
  await failTimes(4, codes(one), 'waits');
  for (let n = 0; n < 4; n += 1) await forms(one).take('waits');
  at(14);
  await codes(one).recordFailure('waits');
  at(28);
  expect(await codes(one).isLocked('waits')).toBe(true);
  at(30);
  expect(await codes(one).isLocked('waits')).toBe(false);
  await codes(one).recordFailure('waits');
  expect(await codes(one).isLocked('waits')).toBe(false);
  at(59);
  expect(await forms(one).take('waits')).toBe(false);
  at(61);
  expect(await forms(one).take('waits')).toBe(true);
});

test('what is counted under is kept as a keyed hash, and the database throws away what is over', async () => {
  await forms(one).take('192.0.2.7');
  const kept = await one.collection('limits').find().toArray();
  expect(kept.length).toBeGreaterThan(0);
  expect(JSON.stringify(kept)).not.toContain('192.0.2.7');
  const indexes = await one.collection('limits').indexes();
  expect(indexes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ key: { expire: -1 }, expireAfterSeconds: 0 }),
      expect.objectContaining({ key: { key: 1 }, unique: true }),
    ]),
  );
});

test('while the database is away nothing is tried uncounted', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'waymark-limits-'));
  const mongo = await embeddedMongo({ dir });
  const db = await open(`${mongo.url}/limits`);
  try {
    await migrated(db);
    await failTimes(5, codes(db), 'locked');
    await mongo.kill();
    const away = [codes(db).isLocked('locked'), codes(db).recordFailure('locked'), forms(db).take('locked')];
    for (const call of await Promise.allSettled(away))
      expect(call).toHaveProperty('reason.name', 'TransientFailure');
    await mongo.start();
    expect(await codes(db).isLocked('locked')).toBe(true);
    expect(await forms(db).take('locked')).toBe(true);
  } finally {
    await db.close();
    await mongo.stop();
    await rm(dir, { recursive: true, force: true });
  }
}, 120_000);
