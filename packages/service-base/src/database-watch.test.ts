import { setTimeout as pass } from 'node:timers/promises';
import { until } from '@waymark/testkit/until';
import { databaseWatch } from './database-watch.ts';

/** A database that answers, or is frozen: then nobody hears anything until it goes on. */
function freezable() {
  let thaw = Promise.withResolvers<void>();
  thaw.resolve();
  let asked = 0;
  return {
    ping: () => {
      asked += 1;
      return thaw.promise;
    },
    asked: () => asked,
    freeze: () => void (thaw = Promise.withResolvers<void>()),
    thaw: () => thaw.resolve(),
  };
}

let said: string[] = [];
beforeEach(() => void (said = []));
const log = {
  warn: (_fields: object, words: string) => void said.push(words),
  info: (_fields: object, words: string) => void said.push(words),
};

test('who waits for a database that is frozen is told in seconds, and what comes later sooner still', async () => {
  const database = freezable();
  const watch = databaseWatch(database, { log });
  watch.start();
  await until('it is asked', () => database.asked() > 0);
  const before = watch.patience();
  await pass(1_500);
  expect(before.aborted).toBe(false);

  database.freeze();
  const froze = performance.now();
  await until('those who wait are told', () => before.aborted, 10_000);
  expect(performance.now() - froze).toBeLessThan(6_000);
  const asked = database.asked();
  const later = watch.patience();
  expect(later.aborted).toBe(false);
  await until('who comes later is told', () => later.aborted);
  expect(database.asked()).toBe(asked);

  database.thaw();
  await until('it is heard', () => said.length === 2);
  expect(said).toEqual(['The database does not answer', 'The database answers again']);
  const after = watch.patience();
  await pass(1_200);
  expect(after.aborted).toBe(false);
  watch.stop();
}, 30_000);

test('one that fails each call is as good as silent, until one is answered', async () => {
  let fails = true;
  const watch = databaseWatch(
    { ping: () => (fails ? Promise.reject(new Error('refused')) : Promise.resolve()) },
    { log },
  );
  watch.start();
  const before = watch.patience();
  await until('those who wait are told', () => before.aborted, 10_000);
  fails = false;
  await until('it is found again', () => said.at(-1) === 'The database answers again');
  const after = watch.patience();
  await pass(1_200);
  expect(after.aborted).toBe(false);
  watch.stop();
}, 30_000);
