import { once } from 'node:events';
import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, calendarDate } from '@waymark/care-types';
import { parse } from 'csv-parse/sync';
import { runClocks } from '../packages/wait-clocks/src/run-clocks.ts';
import { table } from './table.ts';
import { typicalWait } from './typical-wait.ts';

/**
 * How fast `npm run clocks` answers a file, beside reading the same file alone:   node bench/facts-files.ts
 * In turns in one process, all regimes on, the answer written to a file. Writes bench/facts-files.md.
 */
const asked = 20_000;
const rounds = 5;
const people = 5_000;
const asOf = '2026-11-21';
const columns = [
  ...[
    'person',
    'type',
    'factId',
    'referralId',
    'on',
    'provider',
    'dateOfBirth',
    'team',
    'priority',
    'source',
  ],
  ...['primaryReason', 'otherReasons', 'attendance', 'mechanism', 'tool'],
];

const wait: typeof typicalWait = [
  [0, { type: 'referral-received', provider: 'RX3', dateOfBirth: '2014-05-04', team: 'C04', priority: '3' }],
  ...typicalWait,
];

const written = Array.from({ length: people }, (_, place) => ({
  person: `p${String(place).padStart(6, '0')}`,
  facts: wait.map(([day, what], at) => ({
    ...what,
    ...(at === 0 && { source: 'C2', primaryReason: '25' }),
    ...{ factId: `f${String(at).padStart(4, '0')}`, referralId: 'A' },
    on: addDays(calendarDate('2024-01-01'), (place % 600) + day),
  })),
}));
const facts = people * wait.length;
const asNdjson = written.map((person) => JSON.stringify(person)).join('\n');
const asCsv = [
  columns.join(','),
  ...written.flatMap(({ person, facts: of }) =>
    of.map((fact: Record<string, string>) =>
      columns.map((column) => (column === 'person' ? person : (fact[column] ?? ''))).join(','),
    ),
  ),
].join('\r\n');

type Spent = { clock: number; processor: number };

async function spent(run: () => unknown): Promise<Spent> {
  const [began, used] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(used);
  return { clock: performance.now() - began, processor: (user + system) / 1_000 };
}

const median = (all: readonly Spent[], of: keyof Spent): number =>
  all.map((each) => each[of]).toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0;

const folder = await mkdtemp(join(tmpdir(), 'waymark-bench-'));
try {
  const kinds = [
    {
      name: 'NDJSON',
      alone: '`JSON.parse` of each line',
      file: join(folder, 'people.ndjson'),
      content: asNdjson,
      read: (text: string) => text.split('\n').map((line): unknown => JSON.parse(line)).length,
    },
    {
      name: 'CSV',
      alone: '`csv-parse` of the file',
      file: join(folder, 'facts.csv'),
      content: asCsv,
      read: (text: string) => parse(text).length,
    },
  ];
  const lines: string[][] = [];
  for (const { name, alone, file, content, read } of kinds) {
    await writeFile(file, content);
    const ours: Spent[] = [];
    const yardstick: Spent[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const one = await spent(() => answer(file));
      const other = await spent(async () => read(await readFile(file, 'utf8')));
      // The first round of each is for the engine.
      if (round > 0) ours.push(one);
      if (round > 0) yardstick.push(other);
    }
    const inSecond = (ms: number) => Math.round((facts * 1_000) / ms).toLocaleString('en-GB');
    lines.push([
      `${name}, beside ${alone}`,
      `${(median(ours, 'processor') / median(yardstick, 'processor')).toFixed(1)} ×`,
      `**${inSecond(median(ours, 'clock'))}**`,
      inSecond(median(ours, 'processor')),
    ]);
    if ((facts * 1_000) / median(ours, 'processor') < asked) process.exitCode = 1;
  }
  const report = reportOf(lines);
  console.log(report);
  await writeFile(join(import.meta.dirname, 'facts-files.md'), report);
} finally {
  await rm(folder, { recursive: true });
}

/** The command as it is called, with its answer in a file. */
async function answer(file: string): Promise<void> {
  const out = createWriteStream(`${file}.answer`);
  const quiet = createWriteStream('/dev/null');
  const code = await runClocks([file, '--as-of', asOf], out, quiet);
  out.end();
  quiet.end();
  await once(out, 'close');
  if (code !== 0 || (await openAsBlob(`${file}.answer`)).size < facts)
    throw new Error('Not every person was answered');
}

function reportOf(lines: string[][]): string {
  return `# Working out a file of facts

Written by \`node bench/facts-files.ts\`, Node ${process.version}. Target: at least ${asked.toLocaleString('en-GB')} facts a second of processor time, from the file to the answer in a file. All people are **synthetic**.

${people.toLocaleString('en-GB')} people with ${wait.length} facts each, all regimes and findings on. The ratio is of processor time, in turns with the yardstick in one run (median of ${rounds}); facts a second are by the clock on the wall, and by processor time, which other work on the machine does not lengthen.

${table(['', 'times the yardstick', 'facts a second', 'by processor time'], lines)}
`;
}
