import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import { decide, refuse, type CommandMeta } from '@waymark/decisions';
import { importBatchTaken, ReferralId, topics } from '@waymark/events';
import { z } from 'zod';
import { ImportId, rowOutcomes } from '../domain/import.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';

const Counted = z.strictObject({
  ...(Object.fromEntries(rowOutcomes.map((outcome) => [outcome, z.int().min(0)])) as Record<
    (typeof rowOutcomes)[number],
    z.ZodInt
  >),
  /** Rows that were taken without a detail that could not be read. */
  setAside: z.int().min(0).default(0),
  /** Rows of which something is kept here otherwise than they say. */
  differs: z.int().min(0).default(0),
});
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
  topic: topics.imports,
  indexes: [{ keys: { 'state.importId': 1, 'state.from': 1 } }],
} as const;

const Rows = z.array(
  z.strictObject({
    row: z.int(),
    outcome: z.enum(['names', ...rowOutcomes]),
    /** The referral that the row stands for, where there is one. */
    reference: z.string().optional(),
    referralId: ReferralId.optional(),
    /** Of a rejected row and of the names of the columns: the cells as they came. */
    cells: z.array(z.string()).optional(),
    /** Of the names of the columns: those that stand for nothing. */
    notUsed: z.array(z.string()).optional(),
    problems: z.array(z.strictObject({ column: z.string().nullable(), says: z.string() })).optional(),
    /** Of a row whose referral was there: what was updated, kept otherwise than the row says, or waits for a person. */
    changes: z
      .strictObject({
        updated: z.array(z.string()).optional(),
        differs: z.array(z.string()).optional(),
        waits: z.array(z.string()).optional(),
      })
      .optional(),
    /** Details that could not be read: the row is taken without them. Each by the heading of the file, with the cell. */
    setAside: z
      .array(z.strictObject({ column: z.string(), says: z.string(), cell: z.string().optional() }))
      .optional(),
  }),
);
/** What became of a row. */
export type KeptRow = z.infer<typeof Rows>[number];

/** Some rows of an import: those of an outcome, those without a detail, or those that say otherwise than is held. */
export type WhichRows = (typeof countedParts)[number];

/** Rows of a page, and the place after which the next page begins: of their batch, and of the row. */
export type PageOfRows = { rows: KeptRow[]; next?: [from: number, row: number] };

/** What became of a row, and the referral that was published for it where there is one. */
export type TakenRow = KeptRow & { published?: ReferralId };

export type ImportRows = {
  /** Keep the names of the columns as they stand in the file, and which are not used. Answers whether that was done before. */
  begin(
    importId: ImportId,
    names: { all: readonly string[]; notUsed: readonly string[] },
    command: CommandMeta,
  ): Promise<boolean>;
  /** The names of the columns, and of them those that are not used; none before the file is being read. */
  names(importId: ImportId): Promise<{ all: readonly string[]; notUsed: readonly string[] }>;
  /** Rows in their order: all, or some. */
  page(
    importId: ImportId,
    asked: { which?: WhichRows | undefined; after?: readonly unknown[] | undefined; limit: number },
  ): Promise<PageOfRows>;
  /** Keep what became of the rows of a batch, in their order. Doing it again changes nothing. */
  keep(importId: ImportId, rows: readonly TakenRow[], command: CommandMeta): Promise<void>;
  /** How far the file has been taken in: the last row, and what became of all before it. */
  far(importId: ImportId): Promise<{ row: number; counted: Counted }>;
  /** How many rows still hold cells that could not be read. With `made` the cells go, and why each was not read stays. */
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
    taken: readonly TakenRow[],
    command: CommandMeta,
    until?: SealedRows['until'],
  ) => {
    const rows = taken.map(({ published: _id, ...row }) => row);
    const referralIds = taken.flatMap(({ published }) => published ?? []);
    const from = rows[0]?.row ?? 0;
    const id = `${importId}.${from}`;
    const sealed = cipher.seal(JSON.stringify(rows), placeOf(id));
    const created = await store.create(id, command, () =>
      decide(
        { importId, from, sealed, ...(until && { until }) },
        referralIds.length > 0 ? [importBatchTaken({ batchId: id, importId, referralIds })] : [],
      ),
    );
    return created.kind !== 'done' || created.repeated;
  };
  const opened = (id: string, { sealed }: SealedRows): KeptRow[] =>
    Rows.parse(JSON.parse(cipher.open(sealed, placeOf(id))));
  const each = async function* (importId: ImportId, more: Filter = {}) {
    let after: unknown[] | undefined;
    do {
      const page = await store.page({
        filter: { 'state.importId': importId, ...more },
        sort: { 'state.from': 1 },
        limit: pageSize,
        ...(after && { after }),
      });
      yield* page.items;
      after = page.next;
    } while (after);
  };

  return {
    begin: (importId, { all, notUsed }, command) =>
      write(importId, [{ row: 1, outcome: 'names', cells: [...all], notUsed: [...notUsed] }], command),
    names: async (importId) => {
      const id = `${importId}.1`;
      const first = (await store.get(id))?.state;
      const [names] = first ? opened(id, first) : [];
      return { all: names?.cells ?? [], notUsed: names?.notUsed ?? [] };
    },
    page: async (importId, { which, after, limit }) => {
      const [begin = 0, seen = 0] = (after ?? []).map(Number);
      const found: { from: number; row: KeptRow }[] = [];
      const some = which && { [`state.until.counted.${which}`]: { $ne: 0 } };
      for await (const { id, state } of each(importId, { 'state.from': { $gte: begin }, ...some })) {
        for (const row of opened(id, state))
          if (row.row > seen && isOf(row, which)) found.push({ from: state.from, row });
        if (found.length > limit) break;
      }
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        rows: shown.map(({ row }) => row),
        ...(found.length > limit && last && { next: [last.from, last.row.row] }),
      };
    },
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
        for (const counted of countedParts) far.counted[counted] += state.until.counted[counted];
      }
      return far;
    },
    deleteRejectedCells: async (importId, command) => {
      let held = 0;
      for await (const { id, state } of each(importId)) {
        const rows = opened(id, state);
        const holding = rows.filter(
          ({ outcome, cells, setAside = [] }) =>
            (outcome === 'rejected' && cells !== undefined) ||
            setAside.some(({ cell }) => cell !== undefined),
        );
        held += holding.length;
        if (!command || holding.length === 0) continue;
        const left = rows.map(({ cells, setAside, ...row }) => ({
          ...row,
          ...(row.outcome !== 'rejected' && cells && { cells }),
          ...(setAside && { setAside: setAside.map(({ column, says }) => ({ column, says })) }),
        }));
        const sealed = cipher.seal(JSON.stringify(left), placeOf(id));
        await store.change(id, { ...command, key: `${command.key} ${id}` }, (now) =>
          now.sealed === state.sealed ? decide({ ...now, sealed }) : refuse('changed'),
        );
      }
      return held;
    },
    of: async function* (importId) {
      for await (const { id, state } of each(importId)) yield* opened(id, state);
    },
  };
}

/** What is counted of rows. */
export const countedParts = [...rowOutcomes, 'setAside', 'differs'] as const;

function isOf({ outcome, setAside = [], changes }: KeptRow, which: WhichRows | undefined): boolean {
  if (outcome === 'names') return false;
  if (which === 'setAside') return outcome !== 'rejected' && setAside.length > 0;
  if (which === 'differs') return changes?.differs !== undefined;
  return which === undefined || outcome === which;
}

/** How many rows had which outcome, and how many were taken without a detail. */
export function countOf(rows: readonly Pick<KeptRow, 'outcome' | 'setAside' | 'changes'>[]): Counted {
  const counted = { added: 0, updated: 0, already: 0, duplicates: 0, rejected: 0, setAside: 0, differs: 0 };
  for (const { outcome, setAside = [], changes } of rows) {
    if (outcome === 'names') continue;
    counted[outcome] += 1;
    if (outcome !== 'rejected' && setAside.length > 0) counted.setAside += 1;
    if (changes?.differs) counted.differs += 1;
  }
  return counted;
}

function parted(rows: readonly TakenRow[]): TakenRow[][] {
  const parts: TakenRow[][] = [[]];
  let length = 0;
  for (const row of rows) {
    const own =
      (row.cells ?? []).reduce((sum, cell) => sum + cell.length, 100) +
      JSON.stringify(row.setAside ?? []).length;
    if (length > 0 && length + own > mostTogether) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(row);
    length += own;
  }
  return parts;
}
