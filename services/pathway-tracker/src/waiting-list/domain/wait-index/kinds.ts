import { calendarDate, type CalendarDate } from '@waymark/care-types';
import { add, drop, has, noBits } from './bits.ts';
import type { Kind } from './selection.ts';
import type { IndexSettings } from './settings.ts';

/** Until somebody says which day it is. */
export const longAgo = calendarDate('1970-01-01');

type Days<Day extends string> = Record<Day, number>;

/** Which slots are of which kind. Values are learned as items bring them. */
export type Kinds<Item, Day extends string> = {
  readonly all: readonly Kind[];
  /** The places of the kinds that a slot is of. */
  of(slot: number): number[];
  /** A slot that was of these kinds is now of those that its item tells. Answers with the places of these. */
  put(slot: number, before: readonly number[], item: Item, days: Days<Day>): number[];
  /** It is another day: what the date alone changes is worked out anew for so many slots. */
  advanceTo(today: CalendarDate, size: number, daysOf: (slot: number) => Days<Day>): void;
  /** The values of a facet that are known, with the places of their kinds. */
  known(facet: string): ReadonlyMap<string, number>;
  /** The place of a facet among all. */
  placeOf(facet: string): number;
};

export function kindsOf<Item, Day extends string, FacetId extends string, OrderId extends string>({
  facets,
}: Pick<IndexSettings<Item, Day, FacetId, OrderId>, 'facets'>): Kinds<Item, Day> {
  const ids = Object.keys(facets) as FacetId[];
  const all: Kind[] = [];
  const placesOf = ids.map(() => new Map<string, number>());
  const places = new Map<string, number>(ids.map((id, at) => [id, at]));

  const kindOf = (facet: number, value: string): number => {
    const known = placesOf[facet]?.get(value);
    if (known !== undefined) return known;
    placesOf[facet]?.set(value, all.length);
    return all.push({ facet, slots: noBits() }) - 1;
  };
  const addTo = (kind: number, slot: number): void => {
    const known = all[kind];
    if (known) add(known.slots, slot);
  };

  const stated = ids.flatMap((id, facet) => {
    const each = facets[id];
    return 'of' in each ? [{ facet, of: each.of }] : [];
  });
  const datedOn = (today: CalendarDate) =>
    ids.flatMap((id, facet) => {
      const each = facets[id];
      return 'on' in each ? [{ facet, valueOf: each.on(today) }] : [];
    });
  let dated = datedOn(longAgo);

  return {
    all,
    of: (slot) => all.flatMap(({ slots }, kind) => (has(slots, slot) ? [kind] : [])),
    put: (slot, before, item, days) => {
      for (const kind of before) drop(all[kind]?.slots ?? noBits(), slot);
      const after = [
        ...stated.flatMap(({ facet, of }) => [of(item)].flat().map((value) => kindOf(facet, value))),
        ...dated.map(({ facet, valueOf }) => kindOf(facet, valueOf(days))),
      ];
      for (const kind of after) addTo(kind, slot);
      return after;
    },
    advanceTo: (today, size, daysOf) => {
      dated = datedOn(today);
      const facetsOfTheDay = new Set(dated.map(({ facet }) => facet));
      for (const kind of all) if (facetsOfTheDay.has(kind.facet)) kind.slots = noBits();
      for (let slot = 0; slot < size; slot += 1) {
        const days = daysOf(slot);
        for (const { facet, valueOf } of dated) addTo(kindOf(facet, valueOf(days)), slot);
      }
    },
    known: (facet) => placesOf[places.get(facet) ?? -1] ?? new Map(),
    placeOf: (facet) => places.get(facet) ?? -1,
  };
}
