import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import { Registry } from 'prom-client';
import { sweepMetrics } from './sweep-metrics.ts';
import { sweep, type SweepDefinition } from './sweep.ts';

const errors: object[] = [];
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (fields) => void errors.push(fields),
  fatal: () => undefined,
  child: () => log,
};
const surroundings = { clock: systemClock, log };
const about = { name: 'trial', does: 'does nothing', everyMs: 1 } as const;

/** A sweep whose looks end when they are let go, one by one. */
function stepwise(more: Partial<SweepDefinition> = {}) {
  const looks: PromiseWithResolvers<unknown>[] = [];
  const begun: (() => void)[] = [];
  const trial = sweep(
    {
      ...about,
      look: () => {
        const look = Promise.withResolvers<unknown>();
        looks.push(look);
        begun.shift()?.();
        return look.promise;
      },
      ...more,
    },
    surroundings,
  );
  const next = () => new Promise<void>((resolve) => begun.push(resolve));
  return { trial, looks, next };
}

test('a sweep looks at once and again, and never twice at a time', async () => {
  const { trial, looks, next } = stepwise();
  const first = next();
  trial.start();
  await first;
  await pause(20);
  expect(looks).toHaveLength(1);
  const second = next();
  looks[0]?.resolve(undefined);
  await second;
  const third = trial.runNow();
  await pause(20);
  expect(looks).toHaveLength(2);
  const stopped = trial.stop();
  looks[1]?.resolve(undefined);
  await Promise.race([third, pause(20)]);
  looks[2]?.resolve(undefined);
  await Promise.all([stopped, third]);
  expect(looks).toHaveLength(3);
});

test('starting does not wait for the first look, and a stop waits for the look in hand', async () => {
  const { trial, looks, next } = stepwise();
  const first = next();
  trial.start();
  await first;
  let isStopped = false;
  const stopped = trial.stop().then(() => (isStopped = true));
  await pause(10);
  expect(isStopped).toBe(false);
  looks[0]?.resolve(undefined);
  await stopped;
  await pause(10);
  expect(looks).toHaveLength(1);
});

test('a look learns of the stop, and what else must end is ended after it', async () => {
  const order: string[] = [];
  const trial = sweep(
    {
      ...about,
      look: ({ signal }) =>
        new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => {
            order.push('look');
            resolve();
          }),
        ),
      stop: async () => void order.push('stop'),
    },
    surroundings,
  );
  trial.start();
  await pause(5);
  await trial.stop();
  expect(order).toEqual(['look', 'stop']);
});

test('a failed look is logged, counted and tried again; an unfinished one is tried again soon', async () => {
  errors.length = 0;
  const ends = ['fail', 'unfinished', 'done'];
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const trial = sweep(
    {
      ...about,
      everyMs: 'once',
      retryMs: 1,
      look: async () => {
        const end = ends.shift();
        if (end === 'fail') throw new Error('away');
        if (end === 'done') resolve();
        return end;
      },
    },
    surroundings,
  );
  trial.start();
  await over;
  await pause(10);
  expect(ends).toEqual([]);
  expect(trial.state()).toMatchObject({ done: 2, failed: 1, last: { failed: false } });
  expect(errors).toEqual([{ err: new Error('away'), sweep: 'trial' }]);
  await trial.stop();
});

test('asked to run now, it rejects as the look does', async () => {
  const trial = sweep({ ...about, look: () => Promise.reject(new Error('away')) }, surroundings);
  await expect(trial.runNow()).rejects.toThrow('away');
  expect(trial.state()).toMatchObject({ failed: 1, last: { failed: true } });
});

test('without the lease it does not look, with it the lease is given back', async () => {
  let isFree = false;
  const asked: string[] = [];
  const lease = {
    hold: async (name: string) => (asked.push(name), isFree ? {} : undefined),
    release: async () => void asked.push('release'),
  };
  let looked = 0;
  const trial = sweep(
    { ...about, lease: 'one-at-a-time', look: async ({ hold }) => ((looked += 1), await hold(), undefined) },
    { ...surroundings, lease },
  );
  await trial.runNow();
  expect(looked).toBe(0);
  isFree = true;
  await trial.runNow();
  expect(looked).toBe(1);
  expect(asked).toEqual(['one-at-a-time', 'one-at-a-time', 'one-at-a-time', 'release']);
});

test('a sweep that names a lease cannot be made without leases', () => {
  expect(() => sweep({ ...about, lease: 'dates', look: async () => undefined }, surroundings)).toThrow(
    'leases',
  );
});

test('metrics tell each sweep from the start, with runs at 0', async () => {
  const registry = new Registry();
  const trial = sweep({ ...about, look: async () => undefined }, surroundings);
  sweepMetrics(registry, [trial]);
  const before = await registry.metrics();
  expect(before).toContain('sweep_runs_total{sweep="trial",outcome="done"} 0');
  expect(before).toContain('sweep_runs_total{sweep="trial",outcome="failed"} 0');
  await trial.runNow();
  const after = await registry.metrics();
  expect(after).toContain('sweep_runs_total{sweep="trial",outcome="done"} 1');
  expect(after).toContain('sweep_last_failed{sweep="trial"} 0');
  expect(after).toMatch(/sweep_last_run_timestamp_seconds\{sweep="trial"\} \d{10}/);
});
