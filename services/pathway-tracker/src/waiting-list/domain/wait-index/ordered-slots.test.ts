import * as fc from 'fast-check';
import { orderedSlots } from './ordered-slots.ts';

const ascending = (one: number, other: number) => one - other;

test('slots stand in order while thousands come and go', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(100_000), { minLength: 1, maxLength: 3_000 }),
      fc.nat(100_000),
      (coming, from) => {
        const slots = orderedSlots(ascending);
        for (const slot of coming) slots.insert(slot);
        const going = coming.filter((_, at) => at % 3 === 1);
        for (const slot of going) slots.remove(slot);
        const left = coming.filter((_, at) => at % 3 !== 1).toSorted(ascending);
        const how = { isPast: (slot: number) => slot >= from, limit: 200, barren: new WeakSet<object>() };
        const isWanted = (slot: number) => slot % 1_000 < 5;
        const wanted = left.filter((slot) => slot >= from && isWanted(slot)).slice(0, 200);
        expect(slots.first(isWanted, how)).toEqual(wanted);
        expect(slots.first(isWanted, how)).toEqual(wanted);
        const [late] = coming;
        if (late !== undefined && !isWanted(late) && left.includes(late) && late >= from) {
          slots.remove(late);
          slots.insert(late);
          const isNow = (slot: number) => slot === late || isWanted(slot);
          expect(slots.first(isNow, how)).toEqual(
            left.filter((slot) => slot >= from && isNow(slot)).slice(0, 200),
          );
        }
        expect(slots.first(() => true, { ...how, barren: new WeakSet() })).toEqual(
          left.filter((slot) => slot >= from).slice(0, 200),
        );
      },
    ),
    { numRuns: 30 },
  );
});

test('a slot that is not where its order says is not taken for another', () => {
  const slots = orderedSlots(ascending);
  slots.insert(3);
  expect(() => slots.remove(4)).toThrow('not where its order says');
});
