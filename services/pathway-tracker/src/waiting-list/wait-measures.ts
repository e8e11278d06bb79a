import { daysBetween, todayInLondon, type CalendarDate, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { databaseGauges } from '@waymark/service-base';
import { dueFrom } from '@waymark/wait-clocks';
import type { Registry } from 'prom-client';
import { waitBounds } from './domain/bands.ts';
import { followed } from '../pathway/domain/clocks.ts';
import type { Pathway } from '../pathway/domain/pathway.ts';

const dayInSeconds = 86_400;
/** How many waits of one service under one regime are so many days old. */
type Age = { waitingFor: string; regime: string; days: number; overLimit: boolean; count: number };
type Figures = { open: Counted[]; reviews: Counted[]; risks: Counted[]; ages: Age[] };
type Labels = Record<string, string>;
type Add = (labels: Labels, value: number) => void;
type Counted = { waitingFor: string; count: number };

/**
 * What stands now, by service and regime alone: no identifier, no small group beyond these. One pass of the database
 * serves every scrape within ten seconds. The ages are a gauge histogram written as plain gauges, because the text
 * format has no such type: `_bucket` (cumulative, `le` inclusive, in seconds), `_gcount` and `_gsum`.
 */
export function waitMeasures(
  registry: Registry,
  { pathways, clock }: { pathways: AggregateStore<Pathway>; clock: Clock },
): void {
  const gauge = databaseGauges(registry, clock, () => figuresOf(pathways, todayInLondon(clock)));
  const counts = (name: string, help: string, of: (now: Figures) => Counted[]) =>
    gauge(name, help, ['waiting_for'], (add, now) =>
      of(now).forEach(({ waitingFor, count }) => add({ waiting_for: waitingFor }, count)),
    );
  const byAge = (name: string, help: string, fill: (add: Add, labels: Labels, age: Age) => void) =>
    gauge(name, help, ['waiting_for', 'regime', 'le'], (add, now) =>
      now.ages.forEach((age) => fill(add, { waiting_for: age.waitingFor, regime: age.regime }, age)),
    );

  counts('waymark_open_pathways', 'Pathways that are not closed', ({ open }) => open);
  counts(
    'waymark_priority_reviews_waiting',
    'Priority flags that wait for a decision',
    ({ reviews }) => reviews,
  );
  counts(
    'waymark_same_day_risks_open',
    'Risks of the same day that no clinician has taken up',
    ({ risks }) => risks,
  );
  byAge('waymark_clock_breaches', 'Clocks that run past their limit', (add, labels, { overLimit, count }) =>
    add(labels, overLimit ? count : 0),
  );
  byAge(
    'waymark_waiting_age_seconds_bucket',
    'Clocks that run, by their age in whole days',
    (add, labels, age) => {
      for (const bound of waitBounds)
        add({ ...labels, le: String(bound * dayInSeconds) }, age.days <= bound ? age.count : 0);
      add({ ...labels, le: '+Inf' }, age.count);
    },
  );
  byAge('waymark_waiting_age_seconds_gcount', 'Clocks that run', (add, labels, { count }) =>
    add(labels, count),
  );
  byAge('waymark_waiting_age_seconds_gsum', 'Ages of the clocks that run, together', (add, labels, age) =>
    add(labels, age.count * age.days * dayInSeconds),
  );
}

async function figuresOf(pathways: AggregateStore<Pathway>, today: CalendarDate): Promise<Figures> {
  const isOpen = { 'state.list': { $in: ['waiting', 'stopped'] } };
  const counted = async (filter: object): Promise<Counted[]> =>
    (await pathways.countBy({ ...isOpen, ...filter }, ['state.service'])).map(
      ({ values: [service], count }) => ({ waitingFor: String(service), count }),
    );
  const [open, reviews, risks, ...ages] = await Promise.all([
    counted({}),
    counted({ 'state.priority.standing': 'review-open' }),
    counted({ 'state.riskOpen': true }),
    ...followed.map(async ({ id }) => {
      const path = `state.runsSince.${id}`;
      const tallied = await pathways.countBy({ [path]: { $ne: null } }, ['state.service', path]);
      return tallied.map(({ values: [service, start], count }): Age => {
        const since = String(start) as CalendarDate;
        const due = dueFrom(id, since);
        return {
          ...{ waitingFor: String(service), regime: id, days: daysBetween(since, today), count },
          overLimit: due !== null && today > due,
        };
      });
    }),
  ]);
  return { open, reviews, risks, ages: ages.flat() };
}
