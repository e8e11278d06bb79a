import { setTimeout as pause } from 'node:timers/promises';
import type { AggregateStore } from '@waymark/aggregate-store';
import { logger } from '@waymark/service-base';
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

function heardBy(): FedIndex & { days: Set<string> } {
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

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (isSo()) return;
    await pause(20);
  }
  throw new Error('It did not come about within ten seconds');
}

test('everything is read at the start, own writes are heard at once, those of others soon and read once', async () => {
  const { store, written, read } = trialStore();
  const index = heardBy();
  written(waits(1), 1);
  const followed = indexFeeder(store, index, { clock, log });
  expect(followed.isFilled()).toBe(false);
  await expect(followed.check()).rejects.toThrow('still being filled');
  await followed.start();
  expect([followed.isFilled(), index.versionOf(nth('pw', 1))]).toEqual([true, 1]);
  await followed.check();

  written(waits(2), 1, { here: true });
  expect(index.versionOf(nth('pw', 2))).toBe(1);
  expect(() => written(waits(5), 13, { here: true })).not.toThrow();
  written(waits(5), 1);
  written(waits(3), 4);
  await until(() => index.versionOf(nth('pw', 3)) === 4);
  expect(read()).toBe(2);
  expect([...index.days]).toEqual(['2026-11-21']);
  await followed.stop();
});

test('what could not be reached is read later', async () => {
  const { store, written, is } = trialStore();
  const index = heardBy();
  written(waits(1), 2);
  is('away');
  const followed = indexFeeder(store, index, { clock, log });
  void followed.start();
  await pause(50);
  expect(followed.isFilled()).toBe(false);
  is('there');
  await until(() => followed.isFilled());
  expect(index.versionOf(nth('pw', 1))).toBe(2);
  await followed.stop();
});
