import type { AggregateStore } from '@waymark/aggregate-store';
import { decide, type Made } from '@waymark/events';
import { z } from 'zod';
import { ImportId } from '../../domain/import.ts';
import type { FieldCipher } from './field-cipher.ts';

/** Rows of a file that were not taken, several together, sealed: they hold who children are. */
export const SealedRows = z.strictObject({
  importId: ImportId,
  /** The number of the first of them in the file. */
  from: z.int(),
  sealed: z.string(),
});
export type SealedRows = z.infer<typeof SealedRows>;

const collection = 'rejected-rows';

/** How the store of rejected rows is kept. */
export const rejectedRowsSettings = {
  collection,
  schema: SealedRows,
  indexes: [{ keys: { 'state.importId': 1, 'state.from': 1 } }],
} as const;

const Rows = z.array(
  z.object({
    row: z.int(),
    cells: z.array(z.string()),
    problems: z.array(z.object({ column: z.string().nullable(), says: z.string() })),
  }),
);
/** A row that was not taken: its cells as they came, and everything that is wrong with it. */
export type KeptRow = z.infer<typeof Rows>[number];

export type RejectedRows = {
  /** Keep rows, under the number of the first. Doing it again changes nothing. */
  keep(importId: ImportId, rows: readonly KeptRow[], made: Made): Promise<void>;
  /** The rows of an import in the order in which they were kept. */
  of(importId: ImportId): AsyncIterable<KeptRow>;
};

const pageSize = 50;

/** The rejected rows of imports, sealed. */
export function rejectedRows(store: AggregateStore<SealedRows>, cipher: FieldCipher): RejectedRows {
  const placeOf = (id: string) => ({ collection, id, field: 'rows' });
  return {
    keep: async (importId, rows, made) => {
      const ordered = rows.toSorted((a, b) => a.row - b.row);
      const [first] = ordered;
      if (!first) return;
      const id = `${importId}.${first.row}`;
      const sealed = cipher.seal(JSON.stringify(ordered), placeOf(id));
      await store.create(id, made, () => decide({ importId, from: first.row, sealed }));
    },
    of: async function* (importId) {
      let after: unknown[] | undefined;
      do {
        const page = await store.page({
          filter: { 'state.importId': importId },
          sort: { 'state.from': 1 },
          limit: pageSize,
          ...(after && { after }),
        });
        for (const { id, state } of page.items)
          yield* Rows.parse(JSON.parse(cipher.open(state.sealed, placeOf(id))));
        after = page.next;
      } while (after);
    },
  };
}
