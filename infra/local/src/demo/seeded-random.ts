/** Chance that comes out the same for the same seed, on every machine. */
export type Random = {
  /** From 0 up to, and without, 1. */
  next(): number;
  /** A whole number from the first to the last, both included. */
  between(first: number, last: number): number;
  happens(share: number): boolean;
  pick<Thing>(things: readonly Thing[]): Thing;
  /** One of the keys, in proportion to its weight. */
  weighted(weights: Readonly<Record<string, number>>): string;
};

/** Chance from a seed. The generator is Mulberry32 by Tommy Ettinger, in the public domain. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (first: number, last: number): number => first + Math.floor(next() * (last - first + 1));
  const pick = <Thing>(things: readonly Thing[]): Thing => {
    const found = things[between(0, things.length - 1)];
    if (found === undefined) throw new Error('There is nothing to pick from');
    return found;
  };
  return {
    next,
    between,
    pick,
    happens: (share) => next() < share,
    weighted: (weights) => {
      const entries = Object.entries(weights);
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1);
      if (found === undefined) throw new Error('There is nothing to pick from');
      return found[0];
    },
  };
}
