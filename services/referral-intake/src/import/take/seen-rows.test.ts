import { seenRows } from './seen-rows.ts';

test('an id that went by is known with its row and its content, however many there are', () => {
  const rows = 20_000;
  const seen = seenRows(rows);
  for (let row = 2; row < rows + 2; row += 1) expect(seen.note(row, `id-${row}`, 'a')).toBeUndefined();
  expect(seen.note(90_000, 'id-2', 'a')).toEqual({ row: 2, same: true });
  expect(seen.note(90_001, `id-${rows + 1}`, 'b')).toEqual({ row: rows + 1, same: false });
});

test('a file without rows is remembered too', () => {
  expect(seenRows(0).note(2, 'id', 'a')).toBeUndefined();
});

test('an id is looked up without being noted', () => {
  const seen = seenRows(10);
  expect(seen.before('id')).toBeUndefined();
  expect(seen.note(2, 'id', 'a')).toBeUndefined();
  expect(seen.before('id')).toBe(2);
  expect(seen.before('other')).toBeUndefined();
});
