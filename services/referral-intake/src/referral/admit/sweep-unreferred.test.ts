import { PersonId } from '@waymark/events';
import { sweepUnreferred } from './sweep-unreferred.ts';

type Held = { personId: PersonId; erasedOn?: string };
const id = (n: number) => PersonId.parse(`per_${String(n).padStart(26, '0')}`);

test('only a record that nobody has referred, changed or just made is taken away', async () => {
  const erased: string[] = [];
  const filters: object[] = [];
  const records: { state: Held; version: number }[] = [
    { state: { personId: id(1) }, version: 1 },
    { state: { personId: id(2) }, version: 1 },
    { state: { personId: id(3) }, version: 2 },
    { state: { personId: id(4), erasedOn: '2026-01-01' }, version: 1 },
    { state: { personId: id(5) }, version: 1 },
  ];
  const sweep = sweepUnreferred(
    {
      people: { erase: async (personId) => (erased.push(personId), { kind: 'missing' }) },
      referrals: {
        count: async (filter) => {
          const values = Object.entries(filter);
          return values.some(
            ([path, value]) =>
              (path === 'state.referral.personId' && value === id(2)) ||
              (path === 'state.cameFor' && value === id(5)),
          )
            ? 1
            : 0;
        },
      },
      personStore: {
        each: async function* (filter) {
          filters.push(filter);
          for (const each of records) yield { id: each.state.personId, updatedAt: '', ...each };
        },
      },
    },
    { clock: { now: () => Temporal.Instant.from('2026-03-02T12:00:00Z') } },
  );
  await sweep.look({ signal: new AbortController().signal, hold: async () => undefined } as never);
  expect(erased).toEqual([id(1)]);
  expect(filters).toEqual([
    { 'state.changedAt': { $gte: '2026-02-23T12:00:00.000Z', $lt: '2026-03-02T11:00:00.000Z' } },
  ]);
});
