import { add, allBelow, countShared, drop, noBits, shared, union, type Bits } from './bits.ts';

/** One value of one facet, and the slots that have it. `facet` is the facet's place among them all. */
export type Kind = { facet: number; slots: Bits };

/**
 * What a filter selects, and how many there are of each kind beside it: what choosing that kind would show while what
 * is chosen of the other facets stays. `change` keeps it right when a slot comes to be of these kinds, or is no more.
 */
export type Selection = {
  readonly slots: Bits;
  /** Parts of orders in which nothing is selected; forgotten when another slot is. */
  readonly barren: Set<object>;
  total(): number;
  /** How many of the kind at this place. */
  count(kind: number): number;
  change(slot: number, kinds: readonly number[], by: 1 | -1): void;
};

/**
 * Selects among so many slots. `asked` names facets and the places in `kinds` that were chosen of each: of one facet any
 * of them must hold, and something of every facet that is named; a facet of which nothing is known selects nothing.
 */
export function selection(
  kinds: readonly Kind[],
  asked: ReadonlyMap<number, readonly number[]>,
  size: number,
): Selection {
  const facetOf = (kind: number): number => kinds[kind]?.facet ?? 0;
  const isChosen = new Set([...asked.values()].flat());
  const allAsked = [...asked.keys()].reduce((all, facet) => all | (1 << facet), 0);

  const having = [...asked].map(([facet, chosen]) => ({
    facet,
    slots: union(chosen.map((kind) => kinds[kind]?.slots ?? noBits())),
  }));
  const selectedBut = (left?: number): Bits =>
    having
      .filter(({ facet }) => facet !== left)
      .reduce((selected, { slots }) => shared(selected, slots), allBelow(size));
  const slots = selectedBut();
  const beside = new Map([...asked.keys()].map((facet) => [facet, selectedBut(facet)]));
  const counts = kinds.map((kind) => countShared(beside.get(kind.facet) ?? slots, kind.slots));
  const barren = new Set<object>();
  let total = countShared(slots, slots);

  return {
    slots,
    barren,
    total: () => total,
    count: (kind) => counts[kind] ?? 0,
    change: (slot, held, by) => {
      let missing = allAsked;
      for (const kind of held) if (isChosen.has(kind)) missing &= ~(1 << facetOf(kind));
      if (missing === 0) {
        total += by;
        if (by === -1) drop(slots, slot);
        else {
          add(slots, slot);
          barren.clear();
        }
      }
      // One facet keeps it out: it counts beside the kinds of that facet. Two or more: it counts nowhere.
      if ((missing & (missing - 1)) !== 0) return;
      for (const kind of held)
        if (missing === 0 || missing === 1 << facetOf(kind)) counts[kind] = (counts[kind] ?? 0) + by;
    },
  };
}
