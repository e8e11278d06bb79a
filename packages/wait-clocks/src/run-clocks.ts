import { basename, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { CalendarDate, systemClock, todayInLondon } from '@waymark/care-types';
import { answers, summaryOf, type Asked } from './facts-file/answers.ts';
import { progressOn } from './facts-file/progress.ts';
import { readPeople, type Reading } from './facts-file/read-people.ts';
import { count, number, Refused } from './facts-file/refused.ts';
import { eachListOnce, quoted } from './fault-words.ts';

const usage = `Works out the clocks of a file of facts, and keeps nothing.

  npm run --silent clocks -- FILE [--as-of 2025-04-30] [--json] [--with-faults]

FILE.ndjson  one person a line, or a list of people: { "person": "p1", "facts": [ … ] }
FILE.csv     one fact a row, with the columns person, type, factId, referralId, on, and those that the fact has;
             parted by commas, semicolons or tabs; several codes in one cell are parted by spaces

The answer comes as CSV, one clock a line; with --json as one person a line, with evidence and findings.
What could not be read is told on standard error. Its person is then "not worked out", as a clock could be wrong;
with --with-faults the clocks are worked out without it, and each says so.
`;

/** The most faults that are told one by one. */
const mostTold = 20;

/** Runs the command; the exit code is 1 where something could not be read, 64 where it was called wrongly. */
export async function runClocks(
  args: readonly string[],
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
): Promise<number> {
  const asked = askedFor(args);
  if (typeof asked === 'string') {
    err.write(asked === '' ? usage : `${asked}\n\n${usage}`);
    return asked === '' ? 0 : 64;
  }
  try {
    return await workOut(asked, out, err);
  } catch (error) {
    const code = codeOf(error);
    // Whoever reads the answer has read enough, as `head` does.
    if (code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE') return 0;
    if (!(error instanceof Refused) && !(code in reasons)) throw error;
    err.write(`${error instanceof Refused ? error.message : `${reasons[code]} ${asked.file}`}.\n`);
    return code === 'ENOENT' ? 64 : 1;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is no file',
  EACCES: 'You may not read',
  EPERM: 'You may not read',
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** What was asked for, or what is wrong with how it was; nothing where the usage was. */
function askedFor(args: readonly string[]): (Asked & { file: string }) | string {
  const { values, positionals, tokens } = parseArgs({
    ...{ args: [...args], allowPositionals: true, strict: false, tokens: true },
    options: {
      'as-of': { type: 'string' },
      'with-faults': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values['help']) return '';
  const known = ['as-of', 'with-faults', 'json'];
  const unknown = tokens.find((token) => token.kind === 'option' && !known.includes(token.name));
  if (unknown?.kind === 'option') return `There is no option ${unknown.rawName}`;
  const given = values['as-of'];
  const asOf = CalendarDate.safeParse(given ?? todayInLondon(systemClock));
  if (!asOf.success)
    return `--as-of: ${typeof given === 'string' ? `${quoted(given)} is not a date. ` : ''}${asOf.error.issues[0]?.message ?? ''}`;
  const [file] = positionals;
  if (file === undefined) return 'Name a file';
  if (positionals.length > 1) return `Name one file; these are ${positionals.length}`;
  return {
    file,
    asOf: asOf.data,
    asJson: values['json'] === true,
    withFaults: values['with-faults'] === true,
  };
}

async function workOut(
  asked: Asked & { file: string },
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
): Promise<number> {
  const shown = basename(asked.file);
  const progress = progressOn(err);
  const began = performance.now();
  const once = eachListOnce();
  let faults = 0;
  const wrong = (place: string, says: string) => {
    faults += 1;
    if (faults > mostTold) return;
    progress.ends();
    err.write(`${shown}, ${place}: ${once(place, says)}\n`);
  };
  const people = await readPeople(resolve(asked.file), shown, {
    wrong,
    reading: (so) => progress.says(() => `${shown}: ${soFar(so, began)}`),
  });
  if (faults > mostTold) err.write(`${shown}: ${number(faults - mostTold)} more faults like these\n`);
  const all = people.people.size;
  const worked = (done: number) =>
    progress.says(() => `${shown}: worked out ${number(done)} of ${count(all, 'person', 'people')}`);
  await pipeline(Readable.from(answers(people, asked, worked)), out, { end: false });
  progress.ends();
  err.write(`${shown}: ${summaryOf(people, asked)}\n`);
  return faults === 0 ? 0 : 1;
}

function soFar({ bytes, size, rows, facts }: Reading, began: number): string {
  const seconds = (performance.now() - began) / 1_000;
  const share = size > 0 ? `, ${Math.min(100, Math.floor((bytes / size) * 100))} %` : '';
  return `read ${count(rows, 'row')}, ${count(facts, 'fact')}${share}; ${number(Math.round(facts / seconds))} facts a second`;
}

if (import.meta.main)
  process.exitCode = await runClocks(process.argv.slice(2), process.stdout, process.stderr);
