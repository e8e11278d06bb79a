import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDirOf } from '../start/data-dir.ts';
import { bar, say, step } from '../start/progress.ts';
import { runningInstance } from '../start/running-instance.ts';
import { demoToken } from './demo-token.ts';
import { endedWith, exitCodes } from './import-endings.ts';
import {
  fileOfImport,
  importFile,
  type DayOrder,
  type ImportProgress,
  type MatchingSaid,
} from './import-file.ts';
import { portIn, readOptions } from './options.ts';

const usage = `npm run import -- FILE [--port N] [--sheet NAME] [--dates day-first|month-first] [--matching FILE] [--rejected FILE] [--summary FILE]

  FILE             a workbook (.xlsx) or a CSV of referrals: our template, an extract of MHSDS, or a spreadsheet
                   whose headings were matched once on the page /referrals/import or with --matching
  --port N         the port of Waymark here (default: the one that npm start runs with the same data, else 4400)
  --url URL        the address of Waymark, where it runs elsewhere
  --sheet NAME     the sheet of a workbook (default: the first)
  --dates ORDER    what comes first in dates such as 04/05/2016, where the file does not show it
  --matching FILE  JSON that says what the headings stand for, where they are not known, and then remembered: headings
                   by name, as {"headings":{"DOB":"date_of_birth"},"fixed":{"service":"autism-assessment"},
                   "values":{"gender":{"lad":"1"}}}; see "match-headings" at /referrals/api/docs
  --rejected FILE  where rows that cannot be taken are written, to be mended and imported again
                   (default FILE with ".rejected.csv")
  --summary FILE   where it is written what became of every row
  WAYMARK_TOKEN    the access token of a person who may import; without it the demo operator is used,
                   which only the demo sign-in knows

It ends with 0 when every row was taken, 2 when rows were rejected, 3 when the file has no rows to import,
4 when it waits for an answer (headings, values, order of dates), 1 when it failed, 64 when an option is wrong.
`;

const options = {
  port: { type: 'string' },
  url: { type: 'string' },
  sheet: { type: 'string' },
  dates: { type: 'string' },
  matching: { type: 'string' },
  rejected: { type: 'string' },
  summary: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const asked = readOptions(process.argv.slice(2), options);
if ('fault' in asked) wrong(asked.fault);
const { values, positionals } = asked;
const [file, ...more] = positionals;
if (values.help) {
  say(usage);
  process.exit(0);
}
if (file === undefined) wrong('Name the file to import.');
if (more.length > 0) wrong(`One file is imported at a time. Take out ${more.join(', ')}.`);
const dates = orderIn(values.dates);
const url = addressOf(values);
const matching = values.matching === undefined ? undefined : await matchingIn(values.matching);

try {
  await stat(file);
  const token = process.env['WAYMARK_TOKEN'] ?? (await demoToken(url, 'demo-operator'));
  const done = await step(`Importing ${file}`, (tell) =>
    importFile(file, {
      ...{ url, token, dates, matching, sheet: values.sheet },
      progress: ({ rows, added, updated, already, duplicates, rejected }) =>
        tell(`${bar(added + updated + already + duplicates + rejected, rows)} rows`),
    }),
  );
  const ending = endedWith(done, url);
  say(ending.says);
  if (done.state === 'done') await keepFiles(done, token);
  process.exitCode = exitCodes[ending.kind];
} catch (error) {
  say(error instanceof Error ? describe(error) : String(error));
  process.exit(exitCodes.failed);
}

async function keepFiles({ id, rejected }: ImportProgress, token: string): Promise<void> {
  if (values.summary !== undefined)
    await writeFile(values.summary, await fileOfImport(id, 'summary', { url, token }));
  if (rejected === 0) return;
  const out = values.rejected ?? `${String(file).replace(/\.(csv|xlsx|txt)$/i, '')}.rejected.csv`;
  await writeFile(out, await fileOfImport(id, 'rejected', { url, token }));
  say(
    `The rejected rows, each with what is wrong and what is allowed, are in ${out}. Mend them there and import that file.`,
  );
}

function addressOf({ url: given, port }: { url?: string; port?: string }): string {
  if (given !== undefined && port !== undefined) wrong('Give --port or --url, not both.');
  if (given !== undefined) return given.replace(/\/$/, '');
  const written = port === undefined ? undefined : portIn(port);
  if (typeof written === 'object') wrong(written.fault);
  const dataDir = dataDirOf(join(import.meta.dirname, '../../../..'), process.env);
  return `http://localhost:${written ?? runningInstance(dataDir)?.port ?? 4400}`;
}

function orderIn(written: string | undefined): DayOrder | undefined {
  if (written === undefined || written === 'day-first' || written === 'month-first') return written;
  return wrong(`--dates is "${written}"; it must be day-first or month-first.`);
}

async function matchingIn(path: string): Promise<MatchingSaid> {
  const written = await readFile(path, 'utf8').catch(() => wrong(`There is no file ${path}.`));
  try {
    const said: unknown = JSON.parse(written);
    if (typeof said === 'object' && said !== null && !Array.isArray(said)) return said as MatchingSaid;
  } catch {
    // Said below.
  }
  return wrong(`${path} is no JSON object.`);
}

function wrong(fault: string): never {
  say(`${fault}\n\n${usage}`);
  process.exit(64);
}

function describe(error: Error): string {
  const cause = error.cause as { code?: string } | undefined;
  if (cause?.code === 'ECONNREFUSED')
    return `Nothing answers at ${url}. Start Waymark with npm start, or say where it runs with --port or --url.`;
  if ('code' in error && error.code === 'ENOENT') return `There is no file ${file}.`;
  return error.message;
}
