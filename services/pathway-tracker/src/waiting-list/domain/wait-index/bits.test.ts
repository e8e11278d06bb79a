import * as fc from 'fast-check';
import {
  add,
  countIn,
  drop,
  fillBelow,
  has,
  narrow,
  noBits,
  numbersIn,
  piece,
  unite,
  type Piece,
} from './bits.ts';

const numbers = fc.uniqueArray(fc.nat(50_000));
const setOf = (members: readonly number[]) => {
  const bits = noBits();
  for (const member of members) add(bits, member);
  return bits;
};
const ascending = (members: Iterable<number>) => [...members].toSorted((one, other) => one - other);
const heldBy = (words: Piece, from: number) => numbersIn({ words }).map((member) => member + from * 32);

test('a set holds what was added and not dropped', () => {
  fc.assert(
    fc.property(numbers, numbers, (members, dropped) => {
      const bits = setOf(members);
      expect(numbersIn(bits)).toEqual(ascending(members));
      for (const member of dropped) drop(bits, member);
      const left = members.filter((member) => !dropped.includes(member));
      expect(numbersIn(bits)).toEqual(ascending(left));
      expect(left.every((member) => has(bits, member))).toBe(true);
      expect(dropped.some((member) => has(bits, member))).toBe(false);
    }),
  );
});

test('sets meet and are counted in pieces as they are whole', () => {
  fc.assert(
    fc.property(numbers, numbers, fc.constantFrom(0, 1_024), (one, other, from) => {
      const isThere = (member: number) => member >= from * 32 && member < (from + 1_024) * 32;
      const [united, narrowed] = [piece(), piece()];
      unite(united, setOf(one), from);
      unite(united, setOf(other), from);
      expect(heldBy(united, from)).toEqual(ascending(new Set([...one, ...other].filter(isThere))));
      unite(narrowed, setOf(one), from);
      expect(countIn(narrowed, setOf(other), from)).toBe(
        one.filter((member) => isThere(member) && other.includes(member)).length,
      );
      narrow(united, narrowed);
      expect(heldBy(united, from)).toEqual(ascending(one.filter(isThere)));
    }),
  );
});

test.each([0, 1, 31, 32, 33, 32_767, 32_768, 32_769, 40_000, 70_000])('all below %i', (limit) => {
  const held = [0, 1_024, 2_048].flatMap((from) => {
    const words = piece().fill(7);
    fillBelow(words, from, limit);
    return heldBy(words, from);
  });
  expect(held).toEqual(Array.from({ length: limit }, (_, n) => n));
});
