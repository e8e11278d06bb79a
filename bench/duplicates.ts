import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  durhamDuplicates,
  type DuplicateSettings,
} from '../services/referral-intake/src/duplicates/domain/search/candidates.ts';
import { weightsVersion } from '../services/referral-intake/src/duplicates/domain/search/weights.ts';
import { fillAndSearch, measured, type Searched } from './duplicates-quality.ts';
import { labelledPeople } from './labelled-people.ts';
import { table } from './table.ts';

/**
 * How fast duplicates are found, and how well:   node bench/duplicates.ts [children …]
 * At 150,000 children, as many as live in County Durham, and at 1,000,000. Writes bench/duplicates.md.
 */
const sizes = process.argv.slice(2).map(Number);
const seed = 20260701;
const asked = 9000;
const longestAllowed = 20;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const bytes = (): number => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

type Round = { children: number; megabytes: number } & Searched;

function round(children: number): Round {
  console.log(`${children.toLocaleString('en-GB')} children …`);
  const people = labelledPeople(seed, { held: children, asked });
  const before = bytes();
  const { searched, held } = fillAndSearch(people);
  const megabytes = (bytes() - before) / 2 ** 20;
  if (held() !== children) throw new Error('Not every child is held');
  return { children, megabytes, ...searched };
}

const rounds = (sizes.length > 0 ? sizes : [150_000, 1_000_000]).map(round);
const report = reportOf(rounds, durhamDuplicates);
console.log(report);
await writeFile(join(import.meta.dirname, 'duplicates.md'), report);
if (rounds.some(({ work }) => at(work, 0.99) > longestAllowed)) process.exitCode = 1;

function at(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}

function reportOf(found: readonly Round[], { thresholds, population }: DuplicateSettings): string {
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  const speed = table(
    ['Children held', 'Filled in', 'Memory', 'p50', 'p99', 'slowest', 'p99 of processor time'],
    found.map(({ children, filled, megabytes, times, work }) => [
      children.toLocaleString('en-GB'),
      `${(filled / 1000).toFixed(1)} s`,
      `${megabytes.toFixed(0)} MB`,
      ms(at(times, 0.5)),
      ms(at(times, 0.99)),
      ms(at(times, 1)),
      ms(at(work, 0.99)),
    ]),
  );
  const quality = found.map((one) => {
    const { numbered, bare } = one.duplicates;
    const lines = [thresholds.look, 0.7, 0.9, 0.95, thresholds.same, 0.999].map((from) => {
      const mark = { [thresholds.look]: ' (look)', [thresholds.same]: ' (same)' }[from] ?? '';
      const cells = (['all', 'numbered', 'bare'] as const).flatMap((which) => {
        const { precision, recall } = measured(one, from, which);
        return [percent(precision), percent(recall)];
      });
      return [`${from}${mark}`, ...cells];
    });
    return [
      `### ${one.children.toLocaleString('en-GB')} children`,
      `${asked.toLocaleString('en-GB')} records were looked for. ${(numbered + bare).toLocaleString('en-GB')} are of a child that is held, ${numbered.toLocaleString('en-GB')} of them with an NHS number on both sides; ${percent(one.reached)} of these have a block in common with the record of the same child.`,
      table(
        [
          'Probability from',
          'Precision',
          'Recall',
          'with numbers: precision',
          'recall',
          'without: precision',
          'recall',
        ],
        lines,
      ),
    ].join('\n\n');
  });
  return `${[
    '# Duplicates: how fast, how well',
    'Written by `node bench/duplicates.ts`. All people are **synthetic**: names, dates, homes and numbers drawn by chance with shares of our own making. What is measured here is how the search copes with the errors that we thought of, not how it does on real children: for that, compare with the decisions that people have made.',
    `Weights version ${weightsVersion}. Thresholds: same from ${thresholds.same}, look from ${thresholds.look}. Population: ${population.children.toLocaleString('en-GB')} children, or as many as are held if those are more.`,
    '## Speed',
    `In one process, one search at a time, from facts to the candidates with their reasons. The target is a p99 of ${longestAllowed} ms at a million. By the clock the waiting for other work of the machine is in the figures: this one has ${availableParallelism()} processors and had a load of ${loadavg()[1]?.toFixed(1)} in the last five minutes. The target is held against the processor’s time, which some machines tell in whole milliseconds.`,
    speed,
    '## Precision and recall',
    'Precision: of the pairs that are shown from this probability on, the share that is one child. Recall: of the records that are of a held child, the share whose child is shown. One record in three is a second record of a held child; of the others one in four is an unknown brother, sister or twin of one.',
    ...quality,
  ].join('\n\n')}\n`;
}
