import type { Groups } from './groups.ts';
import { add, countIn, drop, fillBelow, narrow, noBits, piece, unite, type Bits } from './bits.ts';

/** One value of one facet, and the slots that have it. `facet` is the facet's place among them all. */
export type Kind = { facet: number; slots: Bits };

/**
 * What a filter selects, and how many there are of each kind beside it: what choosing that kind would show while what
 * is chosen of the other facets stays. `change` keeps it right when a slot comes to be of these kinds, or is no more.
 */
export type Selection = {
  readonly slots: Bits;
  /** Parts of orders in which nothing is selected. */
  readonly barren: WeakSet<object>;
  total(): number;
  /** How many groups have a slot that is selected. */
  groups(): number;
  /** How many of the kind at this place. */
  count(kind: number): number;
  change(slot: number, kinds: readonly number[], by: 1 | -1): void;
};

/** Places in `kinds` that were chosen, by facet. A facet of which nothing is known selects nothing. */
type Asked = ReadonlyMap<number, readonly number[]>;

/** Selects among so many slots: of one facet any of what was chosen must hold, and something of every facet named. */
export function selection(
  { kinds, groups }: { kinds: readonly Kind[]; groups: Groups },
  asked: Asked,
  size: number,
): Selection {
  const facetOf = (kind: number): number => kinds[kind]?.facet ?? 0;
  const isChosen = new Set([...asked.values()].flat());
  const allAsked = [...asked.keys()].reduce((all, facet) => all | (1 << facet), 0);
  const { slots, counts, ...found } = worked(kinds, asked, size);
  const barren = new WeakSet<object>();
  let total = found.total;
  /** Counted once somebody asks, and kept right from then on. */
  let groupCount: number | undefined;

  return {
    slots,
    barren,
    total: () => total,
    groups: () => (groupCount ??= groups.countIn(slots)),
    count: (kind) => counts[kind] ?? 0,
    change: (slot, held, by) => {
      let missing = allAsked;
      for (const kind of held) if (isChosen.has(kind)) missing &= ~(1 << facetOf(kind));
      if (missing === 0) {
        total += by;
        if (groupCount !== undefined && !groups.hasOther(slots, slot)) groupCount += by;
        if (by === 1) add(slots, slot);
        else drop(slots, slot);
      }
      // One facet keeps it out: it counts beside the kinds of that facet. Two or more: it counts nowhere.
      if ((missing & (missing - 1)) !== 0) return;
      for (const kind of held)
        if (missing === 0 || missing === 1 << facetOf(kind)) counts[kind] = (counts[kind] ?? 0) + by;
    },
  };
}

/** What is selected, and counted beside it, piece by piece. */
function worked(kinds: readonly Kind[], asked: Asked, size: number) {
  const slots: Bits = { words: new Int32Array((size + 31) >>> 5) };
  const counts = kinds.map(() => 0);
  let total = 0;
  const selected = piece();
  const having = [...asked].map(([facet, chosen]) => ({
    ...{ facet, having: piece(), beside: piece() },
    chosen: chosen.map((kind) => kinds[kind]?.slots ?? noBits()),
  }));
  const besideOf = new Map(having.map(({ facet, beside }) => [facet, beside]));

  for (let from = 0; from < slots.words.length; from += selected.length) {
    fillBelow(selected, from, size);
    for (const { beside } of having) beside.set(selected);
    for (const each of having) {
      each.having.fill(0);
      for (const chosen of each.chosen) unite(each.having, chosen, from);
      narrow(selected, each.having);
      for (const other of having) if (other !== each) narrow(other.beside, each.having);
    }
    slots.words.set(selected.subarray(0, slots.words.length - from), from);
    total += countIn(selected, slots, from);
    for (const [at, kind] of kinds.entries())
      counts[at] = (counts[at] ?? 0) + countIn(besideOf.get(kind.facet) ?? selected, kind.slots, from);
  }
  return { slots, counts, total };
}
