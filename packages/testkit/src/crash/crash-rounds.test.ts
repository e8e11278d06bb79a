import { fileURLToPath } from 'node:url';
import { crashRounds } from './crash-rounds.ts';
import { faultFromEnv } from './fault-from-env.ts';

const script = fileURLToPath(new URL('./testing/counting.ts', import.meta.url));

test('kills at the point, at a pass that varies, and lets the last one live', async () => {
  const counted: number[][] = [];
  let checked = false;
  const report = await crashRounds({
    script,
    points: ['counted'],
    rounds: 3,
    onMessage: (number, { round }) => (counted[round] ??= []).push(Number(number)),
    check: async () => {
      checked = true;
    },
  });
  expect(report).toEqual({ killed: { counted: 3 }, finished: 0 });
  expect(counted.map((numbers) => numbers.length)).toEqual([1, 3, 2, 5]);
  expect(checked).toBe(true);
});

test('says so when a point was never reached', async () => {
  const report = await crashRounds({ script, points: ['nowhere'], rounds: 1, check: async () => undefined });
  expect(report).toEqual({ killed: {}, finished: 1 });
});

test('a process that fails by itself fails the rounds, with its output', async () => {
  const failing = crashRounds({
    script,
    env: { COUNTING_FAILS: 'yes' },
    points: ['nowhere'],
    rounds: 1,
    check: async () => undefined,
  });
  await expect(failing).rejects.toThrow('Round 0 (nowhere:1) ended with 3');
});

test('the load outside runs until the process has ended', async () => {
  const ends: boolean[] = [];
  await crashRounds({
    script,
    points: ['counted'],
    rounds: 1,
    during: async ({ fault, ended }) => {
      if (fault !== undefined)
        await new Promise<void>((resolve) => ended.addEventListener('abort', () => resolve()));
      ends.push(ended.aborted);
    },
    check: async () => undefined,
  });
  expect(ends).toEqual([true, false]);
});

test('a fault that is not understood is refused at once', () => {
  expect(() => faultFromEnv({ WAYMARK_FAULT: 'after-send' })).toThrow(TypeError);
});
