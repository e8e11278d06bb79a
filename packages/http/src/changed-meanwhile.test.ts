import fc from 'fast-check';
import {
  changesIn,
  mergedTyped,
  readSeen,
  seenAfter,
  seenIn,
  withChoices,
  type SeenField,
} from './changed-meanwhile.ts';
import type { Typed } from './form-fields.ts';

const text = (name: string, value: string): SeenField => ({
  ...{ name, label: name, kind: 'text' },
  values: value === '' ? [] : [value],
});
const names = ({ theirs, mine, both }: ReturnType<typeof changesIn>) =>
  Object.fromEntries(
    Object.entries({ theirs, mine, both }).map(([who, of]) => [who, of.map(({ field }) => field.name)]),
  );
const seenOf = (...fields: SeenField[]) => readSeen(seenIn(fields));

test.each<[string, [was: string, now: string, mine: string], object]>([
  ['nobody changed', ['a', 'a', 'a'], { theirs: [], mine: [], both: [] }],
  ['others changed', ['a', 'b', 'a'], { theirs: ['x'], mine: [], both: [] }],
  ['this person changed', ['a', 'a', 'c'], { theirs: [], mine: ['x'], both: [] }],
  ['both changed to the same', ['a', 'b', 'b'], { theirs: [], mine: [], both: [] }],
  ['both changed', ['a', 'b', 'c'], { theirs: [], mine: [], both: ['x'] }],
  ['others emptied', ['a', '', 'a'], { theirs: ['x'], mine: [], both: [] }],
  ['others filled in', ['', 'b', ''], { theirs: ['x'], mine: [], both: [] }],
  [
    'both changed, and is long',
    ['a'.repeat(900), 'b'.repeat(900), 'c'],
    { theirs: [], mine: [], both: ['x'] },
  ],
])('a field that %s', (_what, [was, now, mine], changes) => {
  expect(names(changesIn([text('x', now)], seenOf(text('x', was)), { x: mine }))).toEqual(changes);
});

test('of a page that carried nothing along, whatever differs is asked', () => {
  expect(names(changesIn([text('x', 'b'), text('y', 'b')], undefined, { x: 'c', y: 'b' }))).toEqual({
    theirs: [],
    mine: [],
    both: ['x'],
  });
});

test('three boxes are one date however it is written, and ticks are one list in any order', () => {
  const date: SeenField = { name: 'on', label: 'On', kind: 'date', values: ['2017-06-15'] };
  const ticks: SeenField = { name: 'of', label: 'Of', kind: 'choices', values: ['b', 'a'] };
  const typed: Typed = { 'on-day': '15', 'on-month': 'June', 'on-year': '2017', of: ['none', 'a', 'b'] };
  expect(names(changesIn([date, ticks], seenOf(date, ticks), typed))).toEqual({
    theirs: [],
    mine: [],
    both: [],
  });
});

test.each(['', 'x', '[]', 'null', '{"a":1}', undefined, ['{}']])(
  '%j is nothing that a page has carried along',
  (sent) => {
    expect(readSeen(sent)).toBeUndefined();
  },
);

const value = fc.constantFrom('', 'a', 'b', 'c');
const fields = fc.uniqueArray(fc.tuple(fc.constantFrom('p', 'q', 'r', 's'), value, value, value), {
  selector: ([name]) => name,
  minLength: 1,
});

test('whatever anybody did, what this person did not change is sent as it is now, and what both changed as chosen', () => {
  fc.assert(
    fc.property(fields, fc.constantFrom('now', 'mine'), (all, choice) => {
      const now = all.map(([name, , held]) => text(name, held));
      const seen = seenOf(...all.map(([name, was]) => text(name, was)));
      const typed: Typed = Object.fromEntries(all.map(([name, , , mine]) => [name, mine]));
      const changes = changesIn(now, seen, typed);
      const again: Typed = mergedTyped(now, changes, typed);
      for (const { field } of changes.both) {
        again[`_now.${field.name}`] = field.values[0] ?? '';
        again[`_choose.${field.name}`] = choice;
      }
      const { typed: sent, unsaid } = withChoices(again);
      expect(unsaid).toEqual([]);
      for (const [name, was, held, mine] of all) {
        const wanted = mine === was || mine === held ? held : held === was || choice === 'mine' ? mine : held;
        expect({ name, sent: sent[name] }).toEqual({ name, sent: wanted });
      }
      const next = readSeen(seenAfter(now, changes, seen));
      expect(changesIn(now, next, sent).theirs.filter(({ mine, was }) => mine[0] !== was?.[0])).toEqual([]);
    }),
  );
});

test('what is asked and not answered is named, and nothing of the question is taken for a field', () => {
  expect(withChoices({ x: 'c', '_now.x': 'b', y: 'd' })).toEqual({
    typed: { x: 'c', y: 'd' },
    unsaid: ['x'],
  });
});
