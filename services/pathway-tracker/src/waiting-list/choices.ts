import type { CalendarDate } from '@waymark/care-types';
import type { Tally } from './domain/wait-index/wait-index.ts';
import { chosenOf, oftenChosen, seldomChosen, whereOf, type ListQuery } from './filters.ts';
import { facetOf, type FacetId, type ListedWaits } from './listed-waits.ts';

/** A choice with its count, which also stands in its text. */
type Choice = { value: string; text: string; count: number };
/** A facet to choose from, under the name of its field. */
type Choices = { name: FacetId; title: string; items: Choice[]; chosen: readonly string[] };

/** Of a list longer than this, only what somebody has is offered. */
const shortList = 12;

/** The counts beside each choice: what choosing it would show while the other choices stay. */
export function facetsOf(waits: ListedWaits, query: ListQuery, today: CalendarDate) {
  const tally = waits.tally(whereOf(query), today);
  const choices = (name: FacetId): Choices => choicesOf(name, chosenOf(query, name), tally);
  return {
    list: choices('list').items,
    clock: choices('clock').items,
    often: oftenChosen.map(choices),
    seldom: seldomChosen.map(choices),
    seldomAreChosen: seldomChosen.some((name) => chosenOf(query, name).length > 0),
    shown: tally.total,
  };
}

/** What matters today, whatever the list is narrowed to. */
export function todayOf(waits: ListedWaits, today: CalendarDate) {
  const waiting = waits.tally({ list: ['waiting'] }, today);
  const open = waits.tally({ list: ['waiting', 'stopped'] }, today);
  return {
    waiting: waiting.total,
    breached: waiting.of('clock', 'breached'),
    soon: waiting.of('clock', 'due-soon'),
    risks: open.of('risk', 'open'),
    reviewsDue: open.of('review', 'soon'),
  };
}

function choicesOf(name: FacetId, chosen: readonly string[], tally: Tally<FacetId>): Choices {
  const { title, words, values } = facetOf(name);
  const known = values ?? [...new Set([...tally.values(name), ...chosen])].toSorted();
  const items = known.map((value) => {
    const count = tally.of(name, value);
    return { value, text: `${words(value)} (${count.toLocaleString('en-GB')})`, count };
  });
  const offered =
    values && values.length <= shortList
      ? items
      : items.filter(({ value, count }) => count > 0 || chosen.includes(value));
  return { name, title, items: offered, chosen };
}
