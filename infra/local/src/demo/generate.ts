import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CalendarDate } from '@waymark/care-types';
import { z } from 'zod';
import { readCalibration } from './calibration.ts';
import { seededRandom } from './seeded-random.ts';
import { childRow } from './child.ts';
import type { World } from './child.ts';
import { importColumns } from './columns.ts';
import type { ImportColumn, ImportRow } from './columns.ts';
import { csvLine } from './csv-line.ts';
import { cellsOf, dirtyRows, type Becomes } from './dirty-rows.ts';
import { readPlaces } from './open-data.ts';

export type DemoOptions = {
  seed: number;
  /** The day on which the file is written: waits are counted back from it. */
  asOf: CalendarDate;
  children?: number;
};

/** One line of the file: a child, or one dirty row. */
export type DemoLine =
  | { kind: 'child'; row: ImportRow; bytes: Uint8Array }
  | { kind: 'dirty'; fault: string; column: ImportColumn | null; becomes: Becomes; bytes: Uint8Array };

/** The lines below the heading, in order: every child once, and the dirty lines strewn between. */
export function demoLines({ seed, asOf, children = 4200 }: DemoOptions): DemoLine[] {
  const calibration = readCalibration();
  const world: World = { calibration, places: readPlaces(), random: seededRandom(seed), asOf, seed };
  const rows = Array.from({ length: children }, (_, n) => childRow(n, world));
  const share = calibration.dirty.share;
  const dirty = Math.round((children * share) / (1 - share));
  const spoilt = Array.from({ length: dirty }, (_, n): DemoLine => {
    const { kind, column, becomes, spoil } = dirtyRowAt(n);
    const row = childRow(children + n, world);
    const line = spoil({ row, other: world.random.pick(rows), asOf });
    return { kind: 'dirty', fault: kind, column, becomes, bytes: asBytes(line) };
  });
  const clean = rows.map((row): DemoLine => ({ kind: 'child', row, bytes: asBytes(csvLine(cellsOf(row))) }));
  return strew(spoilt, clean, world);
}

/**
 * A file of synthetic referrals as a clinical system exports it: UTF-8 with a byte order mark, CRLF line ends, and a few
 * lines that went wrong, one of them not even UTF-8. The same seed and day give the same bytes.
 */
export function generateDemo(options: DemoOptions): Uint8Array {
  const heading = asBytes(`\ufeff${csvLine(importColumns)}`);
  return Buffer.concat([heading, ...demoLines(options).map(({ bytes }) => bytes)]);
}

function dirtyRowAt(n: number): (typeof dirtyRows)[number] {
  const found = dirtyRows[n % dirtyRows.length];
  if (found === undefined) throw new Error('There are no dirty rows to choose from');
  return found;
}

/** Each dirty line gets a place of its own among the clean ones. */
function strew(spoilt: DemoLine[], clean: DemoLine[], { random }: World): DemoLine[] {
  const places = spoilt.map((line, index) => ({ line, index, at: random.between(0, clean.length) }));
  places.sort((one, two) => one.at - two.at || one.index - two.index);
  const before = Map.groupBy(places, ({ at }) => at);
  return [...clean, undefined].flatMap((line, at) => [
    ...(before.get(at) ?? []).map((place) => place.line),
    ...(line === undefined ? [] : [line]),
  ]);
}

function asBytes(line: string | Uint8Array): Uint8Array {
  return typeof line === 'string' ? new TextEncoder().encode(line) : line;
}

const Options = z.object({
  seed: z.coerce.number().int().min(0).max(4_294_967_295),
  'as-of': CalendarDate,
  out: z.string().min(1),
});

function main(): void {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, 'as-of': { type: 'string' }, out: { type: 'string' } },
  });
  const options = Options.safeParse(values);
  if (!options.success) {
    console.error('Use: generate.ts --seed NUMBER --as-of YYYY-MM-DD --out FILE');
    process.exitCode = 2;
    return;
  }
  const { seed, out, 'as-of': asOf } = options.data;
  const file = generateDemo({ seed, asOf });
  writeFileSync(out, file);
  console.log(`Wrote ${file.length.toLocaleString('en-GB')} bytes to ${out}`);
}

if (import.meta.main) main();
