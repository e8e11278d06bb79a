import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { CalendarDate, systemClock, todayInLondon } from '@waymark/care-types';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { clockStateOf, type ClockState } from './clock.ts';
import { clocksOf } from './clocks-of.ts';
import type { Fact } from './fact.ts';
import { findingsIn, type DataQualityFinding } from './findings.ts';
import { factFromCells, factsFromLine, type ParsedFacts } from './parse-facts.ts';

const usage = `Works out the clocks of a file of facts, and keeps nothing.

  npm run clocks -- FILE [--as-of 2025-04-30] [--json]

FILE.ndjson  one person a line: { "person": "p1", "facts": [ … ] }
FILE.csv     one fact a line, with the columns person, type, factId, referralId, on, and those that the fact has;
             several codes in one cell are parted by spaces

The answer comes as CSV, one clock a line; with --json as one person a line, with evidence and findings.
Lines that are no facts are told on standard error, with what is allowed; the others are worked out all the same.
`;

const columns = [
  ...['person', 'regime', 'referralId', 'period', 'start', 'stop', 'state', 'days', 'limitDays', 'due'],
  ...['standing', 'code', 'band', 'minutes', 'rules', 'stillNeeded', 'findings'],
];

/** The facts of each person of a file, and what was wrong with its lines. */
async function peopleIn(
  file: string,
  wrong: (line: number, says: string) => void,
): Promise<ReadonlyMap<string, readonly Fact[]>> {
  const people = new Map<string, Fact[]>();
  const take = (line: number, parsed: ParsedFacts) => {
    parsed.wrong.forEach((says) => wrong(line, says));
    if (parsed.facts.length > 0)
      people.set(parsed.person, [...(people.get(parsed.person) ?? []), ...parsed.facts]);
  };
  if (extname(file) === '.csv') {
    const rows = createReadStream(file).pipe(
      parse({ columns: true, bom: true, info: true, trim: true, skip_empty_lines: true }),
    );
    for await (const { record, info } of rows as AsyncIterable<{
      record: Record<string, string>;
      info: { lines: number };
    }>)
      take(info.lines, factFromCells(record));
  } else {
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() !== '') take(number, factsFromLine(line));
    }
  }
  return people;
}

function rowOf(person: string, clock: ClockState, findings: readonly DataQualityFinding[]) {
  return {
    ...{ person, ...clock },
    minutes: clock.time?.minutes,
    rules: clock.evidence.map(({ rule }) => rule).join(' '),
    stillNeeded: clock.stillNeeded.join('; '),
    findings: [...new Set(findings.map(({ id }) => id))].join(' '),
  };
}

async function* answers(
  people: ReadonlyMap<string, readonly Fact[]>,
  asOf: CalendarDate,
  asJson: boolean,
): AsyncGenerator<string> {
  const written = (rows: readonly object[], header: boolean) =>
    stringify([...rows], { columns, header, escape_formulas: true });
  if (!asJson) yield written([], true);
  for (const [person, facts] of people) {
    const clocks = clocksOf(facts, { asOf }).map(clockStateOf);
    const findings = findingsIn(facts, { asOf });
    yield asJson
      ? `${JSON.stringify({ person, asOf, clocks, findings })}\n`
      : written(
          clocks.map((clock) => rowOf(person, clock, findings)),
          false,
        );
  }
}

/** Runs the command; the exit code is 1 where a line was no fact, 64 where it was called wrongly. */
export async function runClocks(
  args: readonly string[],
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { 'as-of': { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const asOf = CalendarDate.safeParse(values['as-of'] ?? todayInLondon(systemClock));
  const [file] = positionals;
  if (values['help'] || file === undefined || positionals.length > 1 || !asOf.success) {
    err.write(asOf.success ? usage : `--as-of: ${asOf.error.issues[0]?.message}\n\n${usage}`);
    return values['help'] ? 0 : 64;
  }
  const path = resolve(file);
  try {
    await access(path);
  } catch {
    err.write(`There is no file ${file}\n`);
    return 64;
  }
  let faults = 0;
  try {
    const people = await peopleIn(path, (line, says) => {
      faults += 1;
      err.write(`${file}, line ${line}: ${says}\n`);
    });
    for await (const part of Readable.from(answers(people, asOf.data, values['json'] === true)))
      out.write(part as string);
    err.write(`${people.size} people; ${faults} faults\n`);
  } catch (error) {
    err.write(
      `${file} could not be read to its end: ${error instanceof Error ? error.message : 'unknown'}\n`,
    );
    return 1;
  }
  return faults === 0 ? 0 : 1;
}

if (import.meta.main)
  process.exitCode = await runClocks(process.argv.slice(2), process.stdout, process.stderr);
