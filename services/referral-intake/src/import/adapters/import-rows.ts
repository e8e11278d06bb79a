import type { AggregateStore } from '@waymark/aggregate-store';
import { decide, refuse, type CommandMeta } from '@waymark/decisions';
import { z } from 'zod';
import { ImportId, rowOutcomes } from '../domain/import.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';

const Counted = z.strictObject(
  Object.fromEntries(rowOutcomes.map((outcome) => [outcome, z.int().min(0)])) as Record<
    (typeof rowOutcomes)[number],
    z.ZodInt
  >,
);
export type Counted = z.infer<typeof Counted>;

/** What became of rows of a file, many together, sealed: rejected ones hold who children are. */
export const SealedRows = z.strictObject({
  importId: ImportId,
  /** The number of the first of them in the file. */
  from: z.int(),
  sealed: z.string(),
  /** On the last of a batch: how far the file has been taken in, and what became of the rows of the batch. */
  until: z.strictObject({ row: z.int(), counted: Counted }).optional(),
});
export type SealedRows = z.infer<typeof SealedRows>;

const collection = 'import-rows';

/** How the store of rows is kept. */
export const importRowsSettings = {
  collection,
  schema: SealedRows,
  indexes: [{ keys: { 'state.importId': 1, 'state.from': 1 } }],
} as const;

const Rows = z.array(
  z.strictObject({
    row: z.int(),
    outcome: z.enum(['names', ...rowOutcomes]),
    /** The referral that the row stands for, where there is one. */
    reference: z.string().optional(),
    /** Of a rejected row and of the names of the columns: the cells as they came. */
    cells: z.array(z.string()).optional(),
    problems: z.array(z.strictObject({ column: z.string().nullable(), says: z.string() })).optional(),
  }),
);
/** What became of a row. */
export type KeptRow = z.infer<typeof Rows>[number];

export type ImportRows = {
  /** Keep the names of the columns as they stand in the file. Answers whether that was done before. */
  begin(importId: ImportId, names: readonly string[], command: CommandMeta): Promise<boolean>;
  /** Keep what became of the rows of a batch, in their order. Doing it again changes nothing. */
  keep(importId: ImportId, rows: readonly KeptRow[], command: CommandMeta): Promise<void>;
  /** How far the file has been taken in: the last row, and what became of all before it. */
  far(importId: ImportId): Promise<{ row: number; counted: Counted }>;
  /** How many rejected rows still hold the cells that came. With `made` the cells go, and why each was rejected stays. */
  deleteRejectedCells(importId: ImportId, command: CommandMeta | undefined): Promise<number>;
  /** The rows of an import in their order, beginning with the names of the columns. */
  of(importId: ImportId): AsyncIterable<KeptRow>;
};

const pageSize = 20;
/** Rows are parted so that no document comes near the 16 MB that a database takes; in characters before sealing. */
const mostTogether = 2_000_000;

/** What became of the rows of imports, sealed. */
export function importRows(store: AggregateStore<SealedRows>, cipher: FieldCipher): ImportRows {
  const placeOf = (id: string) => ({ collection, id, field: 'rows' });
  const write = async (
    importId: ImportId,
    rows: readonly KeptRow[],
    command: CommandMeta,
    until?: SealedRows['until'],
  ) => {
    const from = rows[0]?.row ?? 0;
    const id = `${importId}.${from}`;
    const sealed = cipher.seal(JSON.stringify(rows), placeOf(id));
    const created = await store.create(id, command, () =>
      decide({ importId, from, sealed, ...(until && { until }) }),
    );
    return created.kind !== 'done' || created.repeated;
  };
  const each = async function* (importId: ImportId) {
    let after: unknown[] | undefined;
    do {
      const page = await store.page({
        filter: { 'state.importId': importId },
        sort: { 'state.from': 1 },
        limit: pageSize,
        ...(after && { after }),
      });
      yield* page.items;
      after = page.next;
    } while (after);
  };

  return {
    begin: (importId, names, command) =>
      write(importId, [{ row: 1, outcome: 'names', cells: [...names] }], command),
    keep: async (importId, rows, command) => {
      const last = rows.at(-1);
      if (!last) return;
      const parts = parted(rows);
      const until = { row: last.row, counted: countOf(rows) };
      for (const [place, part] of parts.entries())
        await write(importId, part, command, place === parts.length - 1 ? until : undefined);
    },
    far: async (importId) => {
      const far = { row: 1, counted: countOf([]) };
      for await (const { state } of each(importId)) {
        if (!state.until) continue;
        far.row = state.until.row;
        for (const outcome of rowOutcomes) far.counted[outcome] += state.until.counted[outcome];
      }
      return far;
    },
    deleteRejectedCells: async (importId, command) => {
      let held = 0;
      for await (const { id, state } of each(importId)) {
        const rows = Rows.parse(JSON.parse(cipher.open(state.sealed, placeOf(id))));
        const holding = rows.filter(({ outcome, cells }) => outcome === 'rejected' && cells !== undefined);
        held += holding.length;
        if (!command || holding.length === 0) continue;
        const left = rows.map(({ cells, ...row }) =>
          row.outcome === 'rejected' ? row : { ...row, ...(cells && { cells }) },
        );
        const sealed = cipher.seal(JSON.stringify(left), placeOf(id));
        await store.change(id, { ...command, key: `${command.key} ${id}` }, (now) =>
          now.sealed === state.sealed ? decide({ ...now, sealed }) : refuse('changed'),
        );
      }
      return held;
    },
    of: async function* (importId) {
      for await (const { id, state } of each(importId))
        yield* Rows.parse(JSON.parse(cipher.open(state.sealed, placeOf(id))));
    },
  };
}

/** How many rows had which outcome. */
export function countOf(rows: readonly Pick<KeptRow, 'outcome'>[]): Counted {
  const counted = { added: 0, updated: 0, already: 0, duplicates: 0, rejected: 0 };
  for (const { outcome } of rows) if (outcome !== 'names') counted[outcome] += 1;
  return counted;
}

function parted(rows: readonly KeptRow[]): KeptRow[][] {
  const parts: KeptRow[][] = [[]];
  let length = 0;
  for (const row of rows) {
    const own = (row.cells ?? []).reduce((sum, cell) => sum + cell.length, 100);
    if (length > 0 && length + own > mostTogether) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(row);
    length += own;
  }
  return parts;
}
