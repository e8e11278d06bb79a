import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { AggregateStore } from '@waymark/aggregate-store';
import { addDays, calendarDate } from '@waymark/care-types';
import { fakeClock } from '@waymark/testkit/clock';
import { renderer, type PageContext } from '@waymark/web';
import type { Pathway } from '../services/pathway-tracker/src/pathway/domain/pathway.ts';
import type { SavedViewsStore } from '../services/pathway-tracker/src/waiting-list/saved-views/store.ts';
import { listedWaits } from '../services/pathway-tracker/src/waiting-list/listed-waits.ts';
import { ListQuery, whereOf } from '../services/pathway-tracker/src/waiting-list/filters.ts';
import { waitingList } from '../services/pathway-tracker/src/waiting-list/show-list/view.ts';
import { asked, usual } from './waiting-list-queries.ts';
import { numberOf, syntheticWaits } from './synthetic-waits.ts';

/**
 * One size of the waiting list in a process of its own:   node bench/waiting-list-round.ts <pathways>
 * Prints what it measured as JSON, each list of times in milliseconds and ascending.
 */
const size = Number(process.argv[2]);
const today = calendarDate('2026-11-21');
const clock = fakeClock(`${today}T09:00:00Z`);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const bytes = (): number => {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const timed = (work: () => unknown): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};
const ascending = (times: number[]) => times.toSorted((one, other) => one - other);

const wait = syntheticWaits(today);
const revisions = new Map<number, number>();

const before = bytes();
const waits = listedWaits();
waits.advanceTo(today);
let filling = 0;
for (let n = 0; n < size; n += 1) {
  const each = wait(n);
  filling += timed(() => waits.upsert(each, 1));
}
const memory = bytes() - before;

/** A store that makes the pathways of a page when they are read: what a database takes is not in the figures. */
const pathways = {
  page: async ({ filter }: { filter: { _id: { $in: readonly string[] } } }) => ({
    items: filter._id.$in.map((id) => {
      const n = numberOf(id);
      return { id, version: 1, state: wait(n, revisions.get(n) ?? 0), updatedAt: '' };
    }),
  }),
} as unknown as AggregateStore<Pathway>;

const render = renderer({ templates: [join(import.meta.dirname, '../services/pathway-tracker/src')] });
const page: PageContext = {
  nav: [],
  current: '/pathways/waiting-list',
  basePath: '/pathways',
  service: 'bench',
  may: () => true,
};
const people = { names: async () => ({ known: false as const, why: 'away' as const }) };
const savedViews = { get: async () => undefined } as unknown as SavedViewsStore;
const arrivals = { now: () => undefined };
const parts = { savedViews, pathways, waits, feeder: { isFilled: () => true }, arrivals, people, clock };

/** What is asked for is found, counted and made into rows; for a browser it is then drawn as HTML. */
async function answered(query: object, after?: unknown[]) {
  const ctx = {
    query: ListQuery.parse(query),
    after,
    limit: 50,
    basePath: '/pathways',
    may: () => true,
    viewer: {},
  };
  const began = performance.now();
  const model = (await waitingList.load(ctx as never, parts)) as { next?: unknown[] };
  const took = performance.now() - began;
  const { next } = model;
  return {
    took,
    next,
    draw: () => took + timed(() => render('waiting-list/show-list/page.njk', model, page)),
  };
}

/** Another write of a pathway: between any two pages somebody has changed something. */
let written = 0;
const changes: number[] = [];
function change(): void {
  const n = (written * 7_919) % size;
  written += 1;
  const revision = (revisions.get(n) ?? 0) + 1;
  revisions.set(n, revision);
  const next = wait(n, revision);
  changes.push(timed(() => waits.upsert(next, revision + 1)));
}

const found = (query: ListQuery, after?: readonly [number, string]) => {
  const { order = 'due', list = 'waiting' } = query;
  const where = whereOf(query);
  return {
    page: waits.page({ part: list, where, order, today }, { limit: 50, after }),
    tally: waits.tally(where, today),
  };
};

// Warm: nobody measures the compiler.
for (const query of [...usual, ...asked(60, 1)]) (await answered(query)).draw();
changes.length = 0;

const pages: number[] = [];
const drawn: number[] = [];
for (let round = 0; round < 60; round += 1)
  for (const query of usual) {
    change();
    const answer = await answered(query);
    pages.push(answer.took);
    if (round % 4 === 0) drawn.push(answer.draw());
  }

const onwards: number[] = [];
for (const query of usual) {
  let after: unknown[] | undefined;
  for (let turned = 0; turned < 20; turned += 1) {
    change();
    const { took, next } = await answered(query, after);
    if (turned > 0) onwards.push(took);
    if (!next) break;
    after = next;
  }
}

const fresh: number[] = [];
for (const query of asked(800, 2)) {
  change();
  fresh.push((await answered(query)).took);
}

const kept: number[] = [];
const counted: number[] = [];
for (const query of usual) found(ListQuery.parse(query));
for (let round = 0; round < 100; round += 1)
  for (const query of usual.map((each) => ListQuery.parse(each))) {
    change();
    kept.push(timed(() => found(query).page));
    counted.push(timed(() => waits.tally(whereOf(query), today).of('service', 'camhs-community')));
  }
const unheard: number[] = [];
for (const query of asked(800, 3)) unheard.push(timed(() => found(ListQuery.parse(query))));

const days = [1, 2, 3].map((n) => timed(() => waits.advanceTo(addDays(today, n))));

console.log(
  JSON.stringify({
    ...{ size, memory, filling },
    times: Object.fromEntries(
      Object.entries({ pages, drawn, onwards, fresh, kept, counted, unheard, changes, days }).map(
        ([name, times]) => [name, ascending(times)],
      ),
    ),
  }),
);
