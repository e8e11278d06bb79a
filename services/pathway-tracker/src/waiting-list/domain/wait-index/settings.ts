import type { CalendarDate } from '@waymark/care-types';
import type { z } from 'zod';

/** A facet of a wait by which the list is narrowed and counted. */
export type Facet<Item, Day extends string> = {
  /** What it is called where one chooses. */
  title: string;
  /** What may be asked for. */
  value: z.ZodType<string>;
  /** Every value there is, in the order in which they are offered; absent where values are learned from the items. */
  values?: readonly string[];
  /** A value in words. */
  words(value: string): string;
} & (
  | {
      /** What is so until something is written. */
      of(item: Item): string | readonly string[];
    }
  | {
      /** What the date alone changes: worked out anew for all on each new day, and never written. */
      on(today: CalendarDate): (days: Readonly<Record<Day, number>>) => string;
    }
);

/** What an index of items is made from. Days are numbers, as `dayNumber` counts them. */
export type IndexSettings<Item, Day extends string, FacetId extends string, OrderId extends string> = {
  id(item: Item): string;
  /** What items are counted together by, such as the child whose waits they are. */
  group(item: Item): string;
  days: Readonly<Record<Day, (item: Item) => number>>;
  /** At most thirty. */
  facets: Readonly<Record<FacetId, Facet<Item, Day>>>;
  /** Who comes first: a small whole number, and a day within it. The id has the last word. */
  orders: Readonly<Record<OrderId, (item: Item) => { rank: number; day: number }>>;
  /** Each part has orders of its own: a page is of one part, and the rest does not stand in its way. */
  part(item: Item): string;
};
