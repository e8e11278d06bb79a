import { until } from './index.ts';

test('gives the first answer that is there', async () => {
  const answers = [undefined, false, Promise.resolve(undefined), Promise.resolve(0), 1];
  let asked = 0;
  expect(await until('a number', () => answers[asked++])).toBe(0);
  expect(asked).toBe(4);
});

test('what was waited for is named when the time is over, and what was asked when it has no name', async () => {
  await expect(until('the impossible', () => false, 30)).rejects.toThrow('Not within 0.03 s: the impossible');
  await expect(
    until(() => {
      throw new Error('asking fails');
    }),
  ).rejects.toThrow('asking fails');
});
