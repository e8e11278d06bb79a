import type { CalendarDate } from '@waymark/care-types';
import { column } from './column.ts';
import { noGroups } from './groups.ts';
import { kindsOf, longAgo } from './kinds.ts';
import { ordersOf, type Place } from './orders.ts';
import { selection, type Selection } from './selection.ts';
import type { IndexSettings } from './settings.ts';

/** Values by facet: any of those of one facet, and something of every facet that is named. */
export type Where<FacetId extends string> = Readonly<Partial<Record<FacetId, readonly string[]>>>;

/**
 * How many there are, and how many of each value of a facet that any item ever had: what choosing that value would show
 * while the rest of the filter stays.
 */
export type Tally<FacetId extends string> = {
  total: number;
  /** How many groups they are of. */
  groups: number;
  of(facet: FacetId, value: string): number;
  values(facet: FacetId): string[];
};

export type WaitIndex<Item, FacetId extends string, OrderId extends string> = {
  /** Takes in how an item now stands. A version that is not newer than the one held changes nothing. */
  upsert(item: Item, version: number): void;
  versionOf(id: string): number | undefined;
  size(): number;
  /** The ids of one page, in order. `next` is where the following page goes on; absent on the last one. */
  page(
    asked: { part: string; where: Where<FacetId>; order: OrderId; today: CalendarDate },
    how: { limit: number; after?: Place | undefined },
  ): { ids: string[]; next?: Place };
  tally(where: Where<FacetId>, today: CalendarDate): Tally<FacetId>;
  /** Which day it is: said early, so that nobody who asks waits for it. */
  advanceTo(today: CalendarDate): void;
};

/** Filters that were asked for lately, whose counts are kept right at each change. */
const mostKept = 64;

/**
 * An empty index. It holds no item, only how each stands: a bit for each value of each facet, its days, its place in
 * each order. What the date alone changes is worked out once on a new day, so that growing older needs no write.
 */
export function waitIndex<Item, Day extends string, FacetId extends string, OrderId extends string>(
  settings: IndexSettings<Item, Day, FacetId, OrderId>,
): WaitIndex<Item, FacetId, OrderId> {
  const ids: string[] = [];
  const slots = new Map<string, number>();
  const versions = column();
  const kinds = kindsOf(settings);
  const orders = ordersOf(settings, ids);
  const groups = noGroups();
  const dayNames = Object.keys(settings.days) as Day[];
  const days = dayNames.map((name) => ({ name, column: column() }));
  const kept = new Map<string, Selection>();
  let asOf = longAgo;

  const daysOf = (slot: number): Record<Day, number> => {
    const found = {} as Record<Day, number>;
    for (const { name, column } of days) found[name] = column.at(slot);
    return found;
  };
  const advanceTo = (today: CalendarDate): void => {
    if (today === asOf) return;
    asOf = today;
    kept.clear();
    kinds.advanceTo(today, ids.length, daysOf);
  };

  const select = (where: Where<FacetId>): Selection => {
    const asked = (Object.entries(where) as [FacetId, readonly string[] | undefined][]).flatMap(
      ([facet, values]) => (values === undefined ? [] : [{ facet, values: [...new Set(values)].toSorted() }]),
    );
    const name = JSON.stringify(asked.toSorted((one, other) => (one.facet < other.facet ? -1 : 1)));
    const known = kept.get(name);
    const found =
      known ??
      selection(
        { kinds: kinds.all, groups },
        new Map(
          asked.map(({ facet, values }) => [
            kinds.placeOf(facet),
            values.flatMap((value) => kinds.known(facet).get(value) ?? []),
          ]),
        ),
        ids.length,
      );
    kept.delete(name);
    kept.set(name, found);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return found;
  };

  const slotFor = (id: string): number => {
    const slot = slots.get(id) ?? ids.push(id) - 1;
    slots.set(id, slot);
    return slot;
  };

  return {
    upsert: (item, version) => {
      const id = settings.id(item);
      const known = slots.get(id);
      if (known !== undefined && versions.at(known) >= version) return;
      const slot = slotFor(id);
      for (const { name, column } of days) column.set(slot, settings.days[name](item));
      const before = known === undefined ? [] : kinds.of(slot);
      const learned = kinds.all.length;
      const after = kinds.put(slot, before, item, daysOf(slot));
      // Whoever asked for a value before any item had it, was answered without it.
      if (kinds.all.length > learned) kept.clear();
      if (known !== undefined) for (const selected of kept.values()) selected.change(slot, before, -1);
      groups.put(slot, settings.group(item));
      for (const selected of kept.values()) selected.change(slot, after, 1);
      orders.put(slot, item, settings.part(item));
      versions.set(slot, version);
    },
    versionOf: (id) => {
      const slot = slots.get(id);
      return slot === undefined ? undefined : versions.at(slot);
    },
    size: () => ids.length,
    advanceTo,
    page: ({ part, where, order, today }, { limit, after }) => {
      advanceTo(today);
      const selected = select(where);
      const found = orders.first({ part, order, selected, size: ids.length }, { limit: limit + 1, after });
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const shownIds = shown.map((slot) => ids[slot] ?? '');
      return found.length > limit && last !== undefined
        ? { ids: shownIds, next: orders.placeOf(order, last) }
        : { ids: shownIds };
    },
    tally: (where, today) => {
      advanceTo(today);
      const selected = select(where);
      return {
        total: selected.total(),
        get groups() {
          return selected.groups();
        },
        of: (facet, value) => {
          const kind = kinds.known(facet).get(value);
          return kind === undefined ? 0 : selected.count(kind);
        },
        values: (facet) => [...kinds.known(facet).keys()],
      };
    },
  };
}
