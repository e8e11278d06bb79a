import * as fc from 'fast-check';
import { add, allBelow, countShared, drop, has, noBits, numbersIn, shared, union } from './bits.ts';

const numbers = fc.uniqueArray(fc.nat(300));
const setOf = (members: readonly number[]) => {
  const bits = noBits();
  for (const member of members) add(bits, member);
  return bits;
};
const ascending = (members: Iterable<number>) => [...members].toSorted((one, other) => one - other);

test('a set holds what was added and not dropped, and meets others as sets do', () => {
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      const [a, b] = [setOf(one), setOf(other)];
      const both = one.filter((member) => other.includes(member));
      expect(numbersIn(a)).toEqual(ascending(one));
      expect(numbersIn(shared(a, b))).toEqual(ascending(both));
      expect(countShared(a, b)).toBe(both.length);
      expect(numbersIn(union([a, b]))).toEqual(ascending(new Set([...one, ...other])));
      for (const member of both) drop(a, member);
      expect(numbersIn(a)).toEqual(ascending(one.filter((member) => !both.includes(member))));
      expect(has(b, 1_000_000)).toBe(false);
    }),
  );
});

test.each([0, 1, 31, 32, 33, 100])('all below %i', (limit) => {
  expect(numbersIn(allBelow(limit))).toEqual(Array.from({ length: limit }, (_, n) => n));
});
