import { services, type CalendarDate } from '@waymark/care-types';
import type { Tallied } from '@waymark/aggregate-store';
import { standingAt, type ListQuery } from './filters.ts';

/** The values by which the list is counted, in this order. */
export const countedBy = [
  'state.list',
  'state.service',
  'state.priority.standing',
  'state.firstDue',
  'state.riskOpen',
  'state.priority.reviewDue',
] as const;

/** A choice with its count, which also stands in its text. */
type Choice = { value: string; text: string; count: number };
export type Facets = {
  list: Choice[];
  service: Choice[];
  clock: Choice[];
  priority: Choice[];
  today: { waiting: number; breached: number; soon: number; reviewsDue: number; risks: number };
};

type Counted = {
  list: string;
  service: string;
  clock: string;
  priority: string;
  reviewDue: string;
  risk: boolean;
  count: number;
};

const words = {
  list: { waiting: 'Waiting', stopped: 'No clock runs any more', closed: 'Closed' },
  clock: { breached: 'Past a limit', 'due-soon': 'Due in 14 days', within: 'Within', 'no-limit': 'No limit' },
  priority: { 'review-open': 'Review open', accelerated: 'Accelerated', 'date-order': 'Date order' },
} as const;
export const priorityWords = words.priority;

/** The counts beside each choice: what choosing it would show while the other choices stay. */
export function facetsOf(
  tallied: readonly Tallied[],
  query: ListQuery,
  today: CalendarDate,
  weekEnd: CalendarDate,
): Facets {
  const all = tallied.map((tally) => countedAs(tally, today));
  const sum = (those: readonly Counted[]) => those.reduce((total, { count }) => total + count, 0);
  const kept = (but: 'service' | 'clock' | 'priority' | 'list') =>
    all.filter(
      (each) =>
        (but === 'list' || each.list === (query.list ?? 'waiting')) &&
        (but === 'service' || !query.service || query.service.some((wanted) => wanted === each.service)) &&
        (but === 'priority' ||
          !query.priority ||
          query.priority.some((wanted) => wanted === each.priority)) &&
        (but === 'clock' || (query.clock ?? 'any') === 'any' || query.clock === each.clock),
    );
  const choices = (by: 'list' | 'clock' | 'priority', from: Readonly<Record<string, string>>): Choice[] =>
    Object.entries(from).map(([value, text]) =>
      choice(value, text, sum(kept(by).filter((each) => each[by] === value))),
    );

  const ofServices = kept('service');
  const waiting = all.filter(({ list }) => list === 'waiting');
  return {
    list: choices('list', words.list),
    service: services.entries.map(({ code, text }) =>
      choice(code, text, sum(ofServices.filter(({ service }) => service === code))),
    ),
    clock: choices('clock', words.clock),
    priority: choices('priority', words.priority),
    today: {
      waiting: sum(waiting),
      breached: sum(waiting.filter(({ clock }) => clock === 'breached')),
      soon: sum(waiting.filter(({ clock }) => clock === 'due-soon')),
      reviewsDue: sum(
        all.filter(
          ({ list, priority, reviewDue }) =>
            list !== 'closed' && priority === 'review-open' && reviewDue <= weekEnd,
        ),
      ),
      risks: sum(all.filter(({ list, risk }) => list !== 'closed' && risk)),
    },
  };
}

function choice(value: string, text: string, count: number): Choice {
  return { value, text: `${text} (${count.toLocaleString('en-GB')})`, count };
}

function countedAs({ values, count }: Tallied, today: CalendarDate): Counted {
  const [list, service, priority, firstDue, risk, reviewDue] = values;
  return {
    list: String(list),
    service: String(service),
    priority: String(priority),
    clock: standingAt(firstDue ?? '', today),
    reviewDue: String(reviewDue ?? ''),
    risk: risk === true,
    count,
  };
}
