import type { CalendarDate } from '@waymark/care-types';
import type { Tally } from './domain/wait-index/wait-index.ts';
import { chosenOf, seldomChosen, whereOf, type ListQuery } from './filters.ts';
import { orders, usualOrder } from './domain/orders.ts';
import { facetOf, type FacetId, type ListedWaits } from './listed-waits.ts';

/** A choice with the number of waits that choosing it would show. */
type Choice = { value: string; text: string; count: number };
/** A facet to choose from, under the name of its field. */
type Choices = { name: FacetId; title: string; items: Choice[]; chosen: readonly string[] };

/** Of a list longer than this, only what somebody has is offered. */
const shortList = 12;

/** The counts beside each choice: how many waits choosing it would show while the other choices stay. */
export function facetsOf(waits: ListedWaits, query: ListQuery, today: CalendarDate) {
  const tally = waits.tally(whereOf(query), today);
  const choices = (name: FacetId): Choices => choicesOf(name, chosenOf(query, name), tally);
  const isChosen = (name: FacetId): boolean => chosenOf(query, name).length > 0;
  return {
    list: choices('list').items,
    clock: choices('clock').items,
    service: choices('service'),
    priority: choices('priority'),
    /** What asks somebody to look: one value of a facet each. */
    toLookAt: [one(choices('risk'), 'open'), one(choices('unread'), 'yes')],
    seldom: seldomChosen.map(choices),
    seldomAreChosen: seldomChosen.some(isChosen),
    shown: tally.total,
    children: tally.groups,
  };
}

/** One value of a facet by itself, with the words of the facet. */
function one({ name, title, items, chosen }: Choices, value: string) {
  const item = items.find((each) => each.value === value);
  const text = `${title}, ${item?.text.toLowerCase() ?? ''}`;
  return { name, value, text, count: item?.count ?? 0, isChosen: chosen.includes(value) };
}

/** What matters today, whatever the list is narrowed to. */
export function todayOf(waits: ListedWaits, today: CalendarDate) {
  const waiting = waits.tally({ list: ['waiting'] }, today);
  const open = waits.tally({ list: ['waiting', 'stopped'] }, today);
  return {
    waiting: waiting.total,
    children: waiting.groups,
    breached: waiting.of('clock', 'breached'),
    soon: waiting.of('clock', 'due-soon'),
    risks: open.of('risk', 'open'),
    reviewsDue: open.of('review', 'soon'),
  };
}

/** What the list is narrowed to, as one reads it on paper. */
export function filterInWords(query: ListQuery): string {
  const asked = Object.entries(whereOf(query)) as [FacetId, readonly string[]][];
  const parts = asked.map(([facet, values]) => {
    const { title, words } = facetOf(facet);
    return `${title}: ${values.map(words).join(' or ')}`;
  });
  const { order = usualOrder } = query;
  return `${[...parts, `Order: ${orders[order].title}`].join('. ')}.`;
}

function choicesOf(name: FacetId, chosen: readonly string[], tally: Tally<FacetId>): Choices {
  const { title, words, values } = facetOf(name);
  const known = values ?? [...new Set([...tally.values(name), ...chosen])].toSorted();
  const items = known.map((value) => {
    const count = tally.of(name, value);
    return { value, text: words(value), count };
  });
  const offered =
    values && values.length <= shortList
      ? items
      : items.filter(({ value, count }) => count > 0 || chosen.includes(value));
  return { name, title, items: offered, chosen };
}
