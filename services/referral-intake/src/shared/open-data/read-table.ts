import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const folder = join(import.meta.dirname, '../../../data');

/** A table of the open data that comes with the service: the named columns of each row. Throws where one is missing. */
export function readTable<const Column extends string>(
  file: string,
  columns: readonly Column[],
): Record<Column, string>[] {
  const Row = z.object(Object.fromEntries(columns.map((column) => [column, z.string()])));
  const rows: unknown = parse(readFileSync(join(folder, file)), { columns: true, bom: true });
  return z.array(Row).parse(rows) as Record<Column, string>[];
}
