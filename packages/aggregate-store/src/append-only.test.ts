import { appendOnly } from './append-only.ts';
import { ownDatabase } from './testing/database.ts';

const database = ownDatabase();

test('each place of a chain is taken once, and the chain is read in order', async () => {
  const audit = appendOnly(database(), 'audit');
  await audit.migrate();
  expect(await audit.head('intake')).toBeUndefined();
  const places = Array.from({ length: 12 }, (_, place) => place + 1);
  for (const sequence of places)
    expect(await audit.insert({ chain: 'intake', sequence, hash: `h${sequence}`, who: 'x' })).toBe(true);
  const again = await Promise.all(
    places.map((sequence) => audit.insert({ chain: 'intake', sequence, hash: 'forged' })),
  );
  expect(again).toEqual(places.map(() => false));
  expect(await audit.insert({ chain: 'support', sequence: 1, hash: 'other' })).toBe(true);

  expect(await audit.head('intake')).toEqual({ sequence: 12, hash: 'h12' });
  const read: unknown[] = [];
  for await (const link of audit.scan('intake', 3)) read.push(link);
  expect(read).toEqual(
    places.slice(2).map((sequence) => ({ chain: 'intake', sequence, hash: `h${sequence}`, who: 'x' })),
  );
});

test('of many that append at once to one place, one does', async () => {
  const audit = appendOnly(database(), 'audit');
  const inserted = await Promise.all(
    Array.from({ length: 20 }, (_, writer) =>
      audit.insert({ chain: 'raced', sequence: 1, hash: `writer ${writer}` }),
    ),
  );
  expect(inserted.filter(Boolean)).toHaveLength(1);
});
