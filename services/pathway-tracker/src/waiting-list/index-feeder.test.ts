import { setImmediate as othersTurn } from 'node:timers/promises';
import type { AggregateStore } from '@waymark/aggregate-store';
import { logger, sweep } from '@waymark/service-base';
import { until } from '@waymark/testkit';
import { nth } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import type { Pathway } from '../pathway/domain/pathway.ts';
import { pathway } from '../testing/pathway.ts';
import { indexFeeder, type FedIndex } from './index-feeder.ts';

const log = logger({ level: 'silent', service: 'test' });
const clock = fakeClock('2026-11-21T09:00:00Z');
const waits = (n: number): Pathway => ({ ...pathway(), pathwayId: nth('pw', n) as Pathway['pathwayId'] });

/** A store of as much as is followed, in which others write, and which can be out of reach. */
function trialStore() {
  const held = new Map<string, { id: string; version: number; state: Pathway; updatedAt: string }>();
  let read = 0;
  let isAway = false;
  let listener: Parameters<AggregateStore<Pathway>['onWritten']>[0] = () => undefined;
  const reach = () => {
    if (isAway) throw new Error('away');
  };
  const store = {
    onWritten: (given: typeof listener) => (listener = given),
    each: async function* () {
      reach();
      yield* [...held.values()];
    },
    writtenSince: async function* () {
      reach();
      yield* [...held.values()];
    },
    page: async ({ filter }: { filter: { _id: { $in: string[] } } }) => {
      read += filter._id.$in.length;
      return { items: filter._id.$in.flatMap((id) => held.get(id) ?? []) };
    },
  };
  return {
    store: store as unknown as AggregateStore<Pathway>,
    written: (state: Pathway, version: number, { here = false } = {}) => {
      held.set(state.pathwayId, { id: state.pathwayId, version, state, updatedAt: '' });
      if (here) listener({ id: state.pathwayId, version, state, events: [] });
    },
    is: (how: 'away' | 'there') => (isAway = how === 'away'),
    read: () => read,
  };
}

function trialIndex(): FedIndex & { days: Set<string> } {
  const versions = new Map<string, number>();
  const days = new Set<string>();
  return {
    days,
    upsert: ({ pathwayId }, version) => {
      if (version === 13) throw new Error('a fault of the index');
      versions.set(pathwayId, version);
    },
    versionOf: (id) => versions.get(id),
    size: () => versions.size,
    advanceTo: (today) => void days.add(today),
  };
}

test('everything is read at the start, own writes are taken in at once, those of others soon and read once', async () => {
  const { store, written, read } = trialStore();
  const index = trialIndex();
  written(waits(1), 1);
  const feeder = indexFeeder(store, index, { clock, log });
  const sweeping = sweep(feeder.sweep, { clock, log });
  expect(feeder.isFilled()).toBe(false);
  await expect(feeder.check()).rejects.toThrow('still being filled');
  await feeder.begin();
  expect([feeder.isFilled(), index.versionOf(nth('pw', 1))]).toEqual([true, 1]);
  await feeder.check();

  written(waits(2), 1, { here: true });
  expect(index.versionOf(nth('pw', 2))).toBe(1);
  expect(() => written(waits(5), 13, { here: true })).not.toThrow();
  written(waits(5), 1);
  written(waits(3), 4);
  sweeping.start();
  await until(() => index.versionOf(nth('pw', 3)) === 4);
  await sweeping.runNow();
  expect(read()).toBe(2);
  expect([...index.days]).toEqual(['2026-11-21']);
  await sweeping.stop();
});

test('what could not be reached is read later, and the start does not fail by it', async () => {
  const { store, written, is } = trialStore();
  const index = trialIndex();
  written(waits(1), 2);
  is('away');
  const feeder = indexFeeder(store, index, { clock, log });
  const sweeping = sweep(feeder.sweep, { clock, log });
  await feeder.begin();
  await expect(sweeping.runNow()).rejects.toThrow('away');
  expect(feeder.isFilled()).toBe(false);
  is('there');
  await sweeping.runNow();
  expect(feeder.isFilled()).toBe(true);
  expect(index.versionOf(nth('pw', 1))).toBe(2);
  await sweeping.stop();
});

test('a stop ends a long reading soon', async () => {
  const { store, written } = trialStore();
  const index = trialIndex();
  for (let n = 1; n <= 200; n += 1) written(waits(n), 1);
  const feeder = indexFeeder(store, index, { clock, log });
  const sweeping = sweep(feeder.sweep, { clock, log });
  sweeping.start();
  while (index.size() === 0) await othersTurn();
  await sweeping.stop();
  expect([feeder.isFilled(), index.size() < 200]).toEqual([false, true]);
});
