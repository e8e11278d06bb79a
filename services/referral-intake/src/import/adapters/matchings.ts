import type { AggregateStore } from '@waymark/aggregate-store';
import { decide, type CommandMeta } from '@waymark/decisions';
import { z } from 'zod';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import { importColumns, type ImportColumn } from '../domain/columns.ts';
import { plain } from '../read/headings.ts';
import type { Layout } from '../read/layout.ts';

const Column = z.enum(importColumns);

/** What the headings of a kind of file stand for: each heading as a keyed hash, for a first line may be no headings. */
export const Matching = z.strictObject({
  columns: z.partialRecord(Column, z.string()),
  fixed: z.partialRecord(Column, z.string()),
  makesReference: z.boolean().default(false),
});
type Matching = z.infer<typeof Matching>;

/** How the store of matchings is kept. */
export const matchingsSettings = { collection: 'import-matchings', schema: Matching, indexes: [] } as const;

export type Matchings = {
  /** What somebody of the organisation has said for a file with these headings, in whatever order. */
  of(organisation: string | undefined, names: readonly string[]): Promise<Layout | undefined>;
  /** Keep what was said. A later word for the same headings takes its place. */
  remember(
    organisation: string | undefined,
    names: readonly string[],
    said: Pick<Layout, 'places' | 'fixed' | 'makesReference'>,
    command: CommandMeta,
  ): Promise<void>;
};

/** What the people of each organisation have said that headings stand for, found by the set of headings. */
export function matchings(store: AggregateStore<Matching>, index: BlindIndex): Matchings {
  const hashed = (...words: string[]) => Buffer.from(index.bytesOf(...words)).toString('base64url');
  const headingOf = (name: string) => hashed('heading', plain(name));
  const idOf = (organisation: string | undefined, names: readonly string[]) =>
    hashed('headings', organisation ?? '', ...names.map(plain).toSorted());

  return {
    of: async (organisation, names) => {
      const found = (await store.get(idOf(organisation, names)))?.state;
      if (!found) return undefined;
      const places = new Map(names.map((name, place) => [headingOf(name), place]));
      const columns = (Object.entries(found.columns) as [ImportColumn, string][]).flatMap(
        ([column, heading]): [ImportColumn, number][] => {
          const place = places.get(heading);
          return place === undefined ? [] : [[column, place]];
        },
      );
      const { fixed, makesReference } = found;
      return { shape: 'matched', places: new Map(columns), fixed, makesReference };
    },
    remember: async (organisation, names, { places, fixed, makesReference = false }, command) => {
      const id = idOf(organisation, names);
      const columns = Object.fromEntries(
        [...places].map(([column, place]) => [column, headingOf(names[place] ?? '')]),
      );
      const said: Matching = { columns, fixed, makesReference };
      const created = await store.create(id, command, () => decide(said));
      if (created.kind === 'exists') await store.change(id, command, () => decide(said));
    },
  };
}
