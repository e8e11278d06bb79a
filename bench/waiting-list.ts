import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { usual } from './waiting-list-queries.ts';
import { table } from './table.ts';

/**
 * How fast the waiting list answers, whatever it is narrowed to:   node bench/waiting-list.ts [small large]
 * At 10,000 and at 1,000,000 synthetic pathways, each in a process of its own. Writes bench/waiting-list.md.
 */
const [small = 10_000, large = 1_000_000] = process.argv.slice(2).map(Number);
const longestAllowed = 50;
const mostGrowth = 1.5;

const rows = {
  pages: 'A page of a usual filter: found, counted, made into rows',
  onwards: 'The same, a later page: 2 to 20',
  drawn: 'The first page of a usual filter with its HTML',
  fresh: 'A page of a filter that nobody asked for before',
  kept: 'In the index alone: the page of a usual filter',
  counted: 'In the index alone: all counts of a usual filter',
  unheard: 'In the index alone: page and counts of a filter that nobody asked for before',
  changes: 'A write, taken in',
  days: 'A new day: once, and before anybody asks',
} as const;
type Row = keyof typeof rows;
type Round = { size: number; memory: number; filling: number; times: Record<Row, number[]> };

async function round(size: number): Promise<Round> {
  console.log(`${size.toLocaleString('en-GB')} pathways …`);
  const script = join(import.meta.dirname, 'waiting-list-round.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(size)], {
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout) as Round;
}

// In turn, twice: what else the machine does then falls on both sizes alike.
const inTurn = [];
for (const size of [small, large, small, large]) inTurn.push(await round(size));
const less = together(inTurn.filter((_, turn) => turn % 2 === 0));
const more = together(inTurn.filter((_, turn) => turn % 2 === 1));
const report = reportOf();
console.log(report);
await writeFile(join(import.meta.dirname, 'waiting-list.md'), report);
const [atLess, atMore] = [at(less.times.pages, 0.99), at(more.times.pages, 0.99)];
const slowest = Math.max(atMore, at(more.times.onwards, 0.99), at(more.times.fresh, 0.99));
if (slowest > longestAllowed || atMore > mostGrowth * atLess) process.exitCode = 1;

/** The times of rounds of one size as one round; it was filled in as fast as the faster of them. */
function together(rounds: readonly Round[]): Round {
  const names = Object.keys(rows) as Row[];
  const times = names.map((row) => {
    const all = rounds.flatMap((one) => one.times[row]);
    return [row, all.toSorted((one, other) => one - other)];
  });
  return {
    size: rounds[0]?.size ?? 0,
    memory: Math.max(...rounds.map(({ memory }) => memory)),
    filling: Math.min(...rounds.map(({ filling }) => filling)),
    times: Object.fromEntries(times) as Round['times'],
  };
}

function at(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}

function reportOf(): string {
  const ms = (value: number) => `${value < 1 ? value.toFixed(3) : value.toFixed(1)} ms`;
  const named = (size: number) => size.toLocaleString('en-GB');
  const speed = table(
    ['', `${named(less.size)}: p50`, 'p99', `${named(more.size)}: p50`, 'p99', 'p99 to p99'],
    (Object.entries(rows) as [Row, string][]).map(([row, words]) => {
      const [one, other] = [less.times[row], more.times[row]];
      const growth = at(other, 0.99) / at(one, 0.99);
      return [
        words,
        ...[ms(at(one, 0.5)), ms(at(one, 0.99)), ms(at(other, 0.5)), ms(at(other, 0.99))],
        growth.toFixed(2),
      ];
    }),
  );
  const cost = table(
    ['Pathways', 'Filled in', 'for each', 'Memory', 'for each'],
    [less, more].map(({ size, memory, filling }) => [
      named(size),
      `${(filling / 1000).toFixed(1)} s`,
      `${((filling * 1000) / size).toFixed(0)} µs`,
      `${(memory / 2 ** 20).toFixed(0)} MB`,
      `${(memory / size).toFixed(0)} bytes`,
    ]),
  );
  return `${[
    '# The waiting list: how fast, at which size',
    'Written by `node bench/waiting-list.ts`. All pathways are **synthetic**. Each size has two processes of its own, in turn with those of the other, which ask one thing after another; between any two pages a pathway is written.',
    `The target, in the process: a page with a filter answers within ${longestAllowed} ms (p99) at a million, and p99 at a million is at most ${mostGrowth} times that at ten thousand. “Usual” filters are ${usual.length / 3}, of none to three facets, each in three orders; their answers are kept, and kept right by each write. A filter that nobody asked for lately is counted once over all pathways, which takes longer the more there are, and is then kept as well. Reading the fifty pathways of a page from the database is not in the figures: they are made on the spot, which takes about as long for either size.`,
    speed,
    `By the clock, so the waiting for other work of the machine and the collection of garbage are in the figures: this one has ${availableParallelism()} processors and had a load of ${loadavg()[1]?.toFixed(1)} in the last five minutes.`,
    '## Filling and memory',
    'What the index alone takes: reading the pathways from the database at a start comes on top.',
    cost,
  ].join('\n\n')}\n`;
}
