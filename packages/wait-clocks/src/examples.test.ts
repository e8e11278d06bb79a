import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { check } from './examples/check-example.ts';
import { clocksOf } from './index.ts';
import { examplesIn, ownFiles } from './run-examples.ts';

const written = await Promise.all(
  (await ownFiles()).map(async (file) => ({ name: basename(file), text: await readFile(file, 'utf8') })),
);
const examples = written.flatMap(({ name, text }) => examplesIn(text, name));

describe('the worked examples', () => {
  it.each(examples.map((example) => [example.id, example.title, example] as const))(
    '%s: %s',
    (_id, _title, example) => {
      expect(check(example)).toEqual([]);
    },
  );

  it('have an id each', () => {
    expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
  });

  it('show a flagged child and the unflagged twin with the very same clocks', () => {
    const [flagged, twin] = ['X01', 'X01-twin'].map((wanted) => {
      const example = examples.find(({ id }) => id === wanted);
      return example === undefined ? undefined : clocksOf(example.facts, { asOf: example.asOf });
    });
    expect(flagged).toHaveLength(4);
    expect(flagged).toEqual(twin);
  });
});
