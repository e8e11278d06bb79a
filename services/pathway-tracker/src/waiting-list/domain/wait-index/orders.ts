import { column } from './column.ts';
import { has, numbersIn } from './bits.ts';
import { orderedSlots, type OrderedSlots } from './ordered-slots.ts';
import type { Selection } from './selection.ts';
import type { IndexSettings } from './settings.ts';

/** Where a page ends: what the order says of its last item, and the item's id. */
export type Place = readonly [key: number, id: string];

/** Slots in every order, apart for each value of one facet. */
export type Orders<Item, OrderId extends string> = {
  /** A slot stands where its item, of this part, belongs. Said at each change of the item, also of one that moves nothing. */
  put(slot: number, item: Item, part: string): void;
  /** The first slots of a part after a place that are selected. */
  first(
    asked: { part: string; order: OrderId; selected: Selection; size: number },
    { limit, after }: { limit: number; after?: Place | undefined },
  ): number[];
  placeOf(order: OrderId, slot: number): Place;
};

/** More than twice the distance between any two days, so that rank and day make one number. */
const rankApart = 2 ** 23;
/** What it costs to compare a slot with those found so far, beside looking whether the next one is selected. */
const comparing = 8;

/** Empty orders. `ids` holds the id of each slot, which has the last word. */
export function ordersOf<Item, Day extends string, FacetId extends string, OrderId extends string>(
  { orders }: Pick<IndexSettings<Item, Day, FacetId, OrderId>, 'orders'>,
  ids: readonly string[],
): Orders<Item, OrderId> {
  type Order = { keyOf: (item: Item) => number; keys: ReturnType<typeof column> };
  const all = Object.entries<IndexSettings<Item, Day, FacetId, OrderId>['orders'][OrderId]>(orders).map(
    ([id, of]): [string, Order] => [
      id,
      {
        keys: column(),
        keyOf: (item) => {
          const { rank, day } = of(item);
          return rank * rankApart + day;
        },
      },
    ],
  );
  const byId = new Map(all);
  const parts = new Map<string, Map<string, OrderedSlots>>();
  const partOf: string[] = [];

  const idOf = (slot: number): string => ids[slot] ?? '';
  const between = (order: Order, one: number, other: number): number =>
    order.keys.at(one) - order.keys.at(other) || byText(idOf(one), idOf(other));
  const isBeyond = (order: Order, slot: number, [key, id]: Place): boolean =>
    (order.keys.at(slot) - key || byText(idOf(slot), id)) > 0;
  const partNamed = (part: string): Map<string, OrderedSlots> => {
    const found =
      parts.get(part) ??
      new Map(all.map(([id, order]) => [id, orderedSlots((one, other) => between(order, one, other))]));
    parts.set(part, found);
    return found;
  };

  return {
    put: (slot, item, part) => {
      const before = partOf[slot];
      for (const [id, { keys, keyOf }] of all) {
        if (before !== undefined) parts.get(before)?.get(id)?.remove(slot);
        keys.set(slot, keyOf(item));
        partNamed(part).get(id)?.insert(slot);
      }
      partOf[slot] = part;
    },
    first: ({ part, order: id, selected, size }, { limit, after }) => {
      const order = byId.get(id);
      const ordered = parts.get(part)?.get(id);
      if (!order || !ordered) return [];
      const isPast = (slot: number) => after === undefined || isBeyond(order, slot, after);
      const { slots, barren } = selected;
      const total = selected.total();
      // Going through the order is quick where much is selected, going through what is selected where little is.
      if (total * total * comparing > limit * size)
        return ordered.first((slot) => has(slots, slot), { isPast, limit, barren });
      return smallest(numbersIn(slots).filter(isPast), (one, other) => between(order, one, other), limit);
    },
    placeOf: (id, slot) => [byId.get(id)?.keys.at(slot) ?? 0, idOf(slot)],
  };
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The first so many of these, in order. */
function smallest(
  slots: readonly number[],
  compare: (one: number, other: number) => number,
  limit: number,
): number[] {
  const found: number[] = [];
  for (const slot of slots) {
    const last = found[limit - 1];
    if (last !== undefined && compare(slot, last) > 0) continue;
    const place = found.findLastIndex((other) => compare(other, slot) < 0) + 1;
    found.splice(place, 0, slot);
    if (found.length > limit) found.pop();
  }
  return found;
}
