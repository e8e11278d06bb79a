import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { progressOn } from './progress.ts';

async function shown(terminal: boolean, times: readonly number[]) {
  let at = 0;
  const err = Object.assign(new PassThrough(), { isTTY: terminal });
  const progress = progressOn(err, () => at);
  for (const time of times) {
    at = time;
    progress.says(() => `at ${time}`);
  }
  progress.ends();
  err.end();
  return text(err);
}

test('nothing is said of a run that is over soon', async () => {
  expect(await shown(true, [100, 1_900])).toBe('');
  expect(await shown(false, [100, 9_000])).toBe('');
});

test('on a terminal one line changes, and goes at the end', async () => {
  const line = (words: string) => `\r\u001b[K${words}`;
  expect(await shown(true, [2_000, 2_100, 2_500])).toBe(`${line('at 2000')}${line('at 2500')}${line('')}`);
});

test('elsewhere there is a line every ten seconds', async () => {
  expect(await shown(false, [2_000, 10_000, 12_000, 20_000])).toBe('at 10000\nat 20000\n');
});
