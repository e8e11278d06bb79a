import { services, type CalendarDate } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import type { Pathway } from '../../domain/pathway.ts';
import { clockStandings, dueWhere, type ClockStanding, type ListQuery } from './filters.ts';

/** How many pathways there are of each kind that the list can be narrowed to. */
export type Counted = {
  list: string;
  service: string;
  clock: ClockStanding;
  priority: string;
  risk: boolean;
  count: number;
};

/** Counts them, one pass for each way in which clocks stand: a few groups each, however many due dates there are. */
export async function countAll(pathways: AggregateStore<Pathway>, today: CalendarDate): Promise<Counted[]> {
  const by = ['state.list', 'state.service', 'state.priority.standing', 'state.riskOpen'];
  const passes = clockStandings.map(async (clock) => {
    const tallied = await pathways.tally({ 'state.firstDue': dueWhere(clock, today) }, by);
    return tallied.map(({ values: [list, service, priority, risk], count }) => ({
      ...{ list: String(list), service: String(service), priority: String(priority) },
      ...{ clock, risk: risk === true, count },
    }));
  });
  return (await Promise.all(passes)).flat();
}

/** A choice with its count, which also stands in its text. */
type Choice = { value: string; text: string; count: number };
export type Facets = {
  list: Choice[];
  service: Choice[];
  clock: Choice[];
  priority: Choice[];
  today: { waiting: number; breached: number; soon: number; risks: number };
};

const words = {
  list: { waiting: 'Waiting', stopped: 'No clock runs any more', closed: 'Closed' },
  clock: { breached: 'Past a limit', 'due-soon': 'Due in 14 days', within: 'Within', 'no-limit': 'No limit' },
  priority: { 'review-open': 'Review open', accelerated: 'Accelerated', 'date-order': 'Date order' },
} as const;

/** The counts beside each choice: what choosing it would show while the other choices stay. */
export function facetsOf(all: readonly Counted[], query: ListQuery): Facets {
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
      risks: sum(all.filter(({ list, risk }) => list !== 'closed' && risk)),
    },
  };
}

function choice(value: string, text: string, count: number): Choice {
  return { value, text: `${text} (${count.toLocaleString('en-GB')})`, count };
}
