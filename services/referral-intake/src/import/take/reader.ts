import { allowedIn, codeNow, codeWritten, type CodeList } from '@waymark/care-types';
import type { z } from 'zod';
import type { ImportColumn } from '../domain/columns.ts';

/** The cells of a row by column, as text without the space around it; an empty cell is not there. */
export type Cells = Readonly<Partial<Record<ImportColumn, string>>>;

/** What is wrong with a cell, and what is allowed. No column: the row as a whole. */
export type Problem = { column: ImportColumn | null; says: string };

/** A detail without which the row is taken: why it could not be read, and the cell, or the part of it, as it came. */
export type SetAside = { column: ImportColumn; says: string; cell?: string };

/** How a cell is read: what it says, or what is wrong with it. */
export type Read<Value> = { value: Value } | { says: string };

/** Reads the cells of a row one by one, and notes of each that cannot be read what becomes of it. */
export function readerOf(cells: Cells) {
  const rejects: Problem[] = [];
  const setAside: SetAside[] = [];
  const aside = (column: ImportColumn, says: string, cell = cells[column]) =>
    void setAside.push({ column, says, ...(cell !== undefined && { cell }) });
  const by =
    <Value>(schema: z.ZodType<Value>) =>
    (text: string): Read<Value> => {
      const read = schema.safeParse(text);
      return read.success
        ? { value: read.data }
        : { says: read.error.issues[0]?.message ?? 'This cannot be read' };
    };
  const coded =
    <Code extends string>(list: CodeList<Code>) =>
    (text: string): Read<Code> => {
      const code = codeWritten(list, text);
      return code === undefined
        ? { says: `${list.title} must be one of: ${allowedIn(list)}` }
        : { value: codeNow(list, code) };
    };
  return {
    rejects,
    setAside,
    aside,
    by,
    coded,
    /** Without it the row cannot be taken. */
    needed<Value>(column: ImportColumn, read: (text: string) => Read<Value>): Value | undefined {
      const cell = cells[column];
      const found = cell === undefined ? { says: 'This is needed' } : read(cell);
      if ('value' in found) return found.value;
      rejects.push({ column, says: found.says });
      return undefined;
    },
    /** What cannot be read is set aside. */
    optional<Value>(column: ImportColumn, read: (text: string) => Read<Value>): Value | undefined {
      const cell = cells[column];
      if (cell === undefined) return undefined;
      const found = read(cell);
      if ('value' in found) return found.value;
      aside(column, found.says);
      return undefined;
    },
    /** Of a list, each part that cannot be read is set aside, and so is one that says again what was said. */
    list<Value>(
      column: ImportColumn,
      read: (text: string) => Read<Value>,
      keyOf: (value: Value) => string,
    ): Value[] {
      const values = new Map<string, Value>();
      const parts = (cells[column] ?? '')
        .split(';')
        .map((part) => part.trim())
        .filter(Boolean);
      if (parts.length > mostParts) aside(column, `Only the first ${mostParts} of the list are taken`);
      for (const part of parts.slice(0, mostParts)) {
        const found = read(part);
        if (!('value' in found)) aside(column, found.says, part);
        else if (values.has(keyOf(found.value))) aside(column, 'This stands in the list already', part);
        else values.set(keyOf(found.value), found.value);
      }
      return [...values.values()];
    },
  };
}
export type Reader = ReturnType<typeof readerOf>;

const mostParts = 50;
