import { aggregateStore, connect, type Database } from '@waymark/aggregate-store';
import { calendarDate, nthTestNhsNumber, systemClock } from '@waymark/care-types';
import { decide, type CommandMeta } from '@waymark/decisions';
import { type PersonId } from '@waymark/events';
import { logger, sweep, type SweepDefinition } from '@waymark/service-base';
import { freshDatabase } from '@waymark/testkit';
import { until } from '@waymark/testkit/until';
import { duplicateIndex } from '../adapters/duplicate-index.ts';
import { duplicatePairsSettings, pairIdOf } from '../adapters/duplicate-pairs.ts';
import { mergedPeopleOf, type MergedPeople } from '../../person/adapters/merged-people.ts';
import { scanCursor } from '../adapters/scan-cursor.ts';
import { scanProgress } from '../adapters/scan-progress.ts';
import { withChangedAt } from '../../person/adapters/with-changed-at.ts';
import { blindIndex } from '../../shared/identity/blind-index.ts';
import { fieldCipher } from '../../shared/identity/field-cipher.ts';
import { configuredKeys } from '../../shared/identity/key-provider.ts';
import { people, personStoreSettings } from '../../person/adapters/person-store.ts';
import type { PersonDetails } from '../../person/domain/person.ts';
import { scanForDuplicates } from './scan.ts';

const clock = systemClock;
const log = logger({ level: 'fatal', service: 'test' });
const index = blindIndex(Buffer.alloc(32, 1).toString('base64url'));
const cipher = fieldCipher(configuredKeys(Buffer.alloc(32, 2).toString('base64url')));
const source = 'referral-intake';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database;
beforeEach(async () => {
  database = await freshDatabase('looking');
  db = await connect(database.url, { log, appName: 'test' });
  const { held, pairs } = process();
  await held.migrate();
  await pairs.migrate();
});
afterEach(async () => {
  await db.close();
  await database.drop();
});

/** A scan as the service starts it: who is whose record is known before. */
function started(definition: SweepDefinition, mergedPeople: MergedPeople) {
  const scan = sweep(definition, { clock, log });
  return {
    start: async () => {
      await mergedPeople.load();
      scan.start();
    },
    stop: () => scan.stop(),
  };
}

/** One process of the service, as far as it looks for duplicates. */
function process() {
  const held = aggregateStore(db, { ...personStoreSettings, source }, { clock });
  const personStore = withChangedAt(held, clock);
  const mergedPeople = mergedPeopleOf(held, clock);
  const duplicates = duplicateIndex(personStore, { cipher, index, mergedPeople });
  const pairs = aggregateStore(db, { ...duplicatePairsSettings, source }, { clock });
  const parts = { personStore, pairs, duplicates, mergedPeople, cipher, index };
  const cursor = scanCursor(db);
  const progress = scanProgress(personStore, cursor);
  const scanned = { ...parts, scanCursor: cursor, scanProgress: progress };
  return {
    ...{ held, pairs, mergedPeople, duplicates, progress },
    people: people(personStore, { cipher, index }, mergedPeople),
    unnoticed: people(held, { cipher, index }, mergedPeople),
    looking: started(scanForDuplicates(scanned, { clock, log }), mergedPeople),
  };
}
type Process = ReturnType<typeof process>;

let keys = 0;
function command(): CommandMeta {
  keys += 1;
  return {
    by: { id: 'clinician-7f3a', roles: ['clinician'] },
    at: { instant: clock.now().toString(), date: calendarDate('2026-11-21') },
    ...{ name: 'test', key: `key ${keys}`, bodyHash: '' },
  };
}

const acorn = {
  givenName: 'Bartholomew',
  familyName: 'Demo-Quillon',
  dateOfBirth: calendarDate('2014-05-04'),
};
const numbered = { ...acorn, nhsNumber: nthTestNhsNumber(41) };
const misspelt = { ...acorn, givenName: 'Bartholemew' };

async function register(
  { people: known }: Pick<Process, 'people'>,
  details: PersonDetails,
): Promise<PersonId> {
  const made = command();
  return known.registerApart(details, made.key, made);
}

const stateOf = async ({ pairs }: Pick<Process, 'pairs'>, a: PersonId, b: PersonId) =>
  (await pairs.get(pairIdOf(a, b, index)))?.state.state;
const becomes = (one: Process, a: PersonId, b: PersonId, wanted: string) =>
  until(async () => ((await stateOf(one, a, b)) === wanted ? true : undefined));

test('records from before anybody looked are looked at, each pair once', async () => {
  const one = process();
  const first = await register({ people: one.unnoticed }, numbered);
  const second = await register({ people: one.unnoticed }, misspelt);
  await one.looking.start();
  await becomes(one, first, second, 'open');
  expect(one.duplicates.isFilled()).toBe(true);
  await one.looking.stop();
  const again = process();
  await again.looking.start();
  await until(() => Promise.resolve(again.duplicates.isFilled() || undefined));
  await again.looking.stop();
  expect((await again.pairs.history(pairIdOf(first, second, index))).length).toBe(1);
});

test('what was written by a process that then died is looked at by the next one', async () => {
  const one = process();
  await one.looking.start();
  await until(() => Promise.resolve(one.duplicates.isFilled() || undefined));
  await one.looking.stop();
  const first = await register(one, numbered);
  const second = await register(one, misspelt);
  expect(await stateOf(one, first, second)).toBeUndefined();
  expect(await one.progress.left()).toBe(2);
  const next = process();
  expect(await next.progress.left()).toBeGreaterThanOrEqual(2);
  await next.looking.start();
  await becomes(next, first, second, 'open');
  await until(async () => ((await next.progress.left()) === 0 ? true : undefined));
  await next.looking.stop();
});

test('what one process writes the other hears of: new children, and those who were erased', async () => {
  const [one, other] = [process(), process()];
  await one.looking.start();
  await other.looking.start();
  const first = await register(one, numbered);
  await until(() => Promise.resolve(other.duplicates.size() === 1 || undefined));
  const second = await register(other, misspelt);
  await becomes(one, first, second, 'open');
  await one.people.erase(second, command());
  await becomes(one, first, second, 'lapsed');
  await until(() =>
    Promise.resolve((one.duplicates.size() === 1 && other.duplicates.size() === 1) || undefined),
  );
  await one.looking.stop();
  await other.looking.stop();
});

test('who is like a record that was put together with another is offered with the one that stays', async () => {
  const one = process();
  const first = await register(one, numbered);
  const second = await register(one, { ...misspelt, familyName: 'Demo-Lantern', postcode: undefined });
  expect((await one.mergedPeople.join(second, first, command())).kind).toBe('done');
  await one.looking.start();
  const third = await register(one, {
    ...misspelt,
    familyName: 'Demo-Lanterne',
    dateOfBirth: acorn.dateOfBirth,
  });
  await becomes(one, first, third, 'open');
  expect(await stateOf(one, second, third)).toBeUndefined();
  await one.looking.stop();
});

test('a record keeps that it is another’s, whatever is written to it', async () => {
  const one = process();
  const first = await register(one, numbered);
  const second = await register(one, misspelt);
  await one.mergedPeople.join(second, first, command());
  await one.people.change(second, command(), (details) => decide({ ...details, phone: '0191 498 0001' }));
  expect((await one.held.get(second))?.state.mergedInto).toBe(first);
  expect((await one.mergedPeople.separate(second, first, command())).kind).toBe('done');
  expect((await one.held.get(second))?.state.mergedInto).toBeUndefined();
});
