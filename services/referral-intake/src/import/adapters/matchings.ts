import type { AggregateStore } from '@waymark/aggregate-store';
import { CircumstanceId } from '@waymark/care-types';
import { decide, type CommandMeta, type Outcome } from '@waymark/decisions';
import { z } from 'zod';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { circumstanceIn, sayingOf, wholeName, type StandsFor } from '../domain/coded.ts';
import { importColumns, type ImportColumn } from '../domain/columns.ts';
import { dayOrders, type DayOrder } from '../domain/day.ts';
import { plain } from '../read/headings.ts';
import { lacking, type Layout, type Values } from '../read/layout.ts';

const Column = z.enum(importColumns);

/**
 * What the headings of a kind of file stand for. Headings are found by keyed hashes and, with the values of the file that
 * were matched, kept sealed: a first line may be no headings.
 */
export const Matching = z.strictObject({
  columns: z.partialRecord(Column, z.string()),
  circumstances: z.partialRecord(CircumstanceId, z.string()).default({}),
  fixed: z.partialRecord(Column, z.string()),
  makesReference: z.boolean().default(false),
  /** Keyed hash of whose it is. Absent, as all below, on matchings from before they could be seen. */
  organisation: z.string().optional(),
  /** Each heading of the file, used or not. */
  headings: z.array(z.string()).default([]),
  /** `SealedPart`, sealed. */
  sealed: z.string().optional(),
  /** Who said it last, and when: an instant in UTC. */
  by: z.string().optional(),
  at: z.string().optional(),
  /** Somebody said that it no longer holds: nothing of it is left. */
  forgotten: z.literal(true).optional(),
});
type Matching = z.infer<typeof Matching>;

/** The headings as they are written, and what values of the file stand for. */
const SealedPart = z.strictObject({
  names: z.array(z.string()),
  values: z.record(z.string(), z.record(z.string(), z.string())),
  unsaid: z.record(z.string(), z.array(z.string())).default({}),
  dayOrder: z.enum(dayOrders).optional(),
});

const collection = 'import-matchings';

/** How the store of matchings is kept. */
export const matchingsSettings = {
  collection,
  schema: Matching,
  indexes: [{ keys: { 'state.organisation': 1, 'state.at': -1, _id: 1 } }],
} as const;

/** What somebody has said of the headings of a file. */
export type Said = {
  stands: ReadonlyMap<number, StandsFor>;
  fixed: Layout['fixed'];
  values: Values;
  /** Values that were asked about once and of which nothing was said, by what their heading stands for, as `plain` has them. */
  unsaid?: Readonly<Record<string, readonly string[]>>;
  /** Which comes first in days that fit both orders. */
  dayOrder?: DayOrder | undefined;
  /** The file has no reference of its referrals: one is made for each row. */
  makesReference: boolean;
};

/** What is remembered of one set of headings. */
export type Remembered = Said & { id: string; names: readonly string[]; by: string; at: string };

export type Matchings = {
  /**
   * What somebody of the organisation has said for a file with these headings, in whatever order: for the same set, or
   * for one that had more and lacks nothing that is needed.
   */
  of(
    organisation: string | undefined,
    names: readonly string[],
    needed?: readonly ImportColumn[],
  ): Promise<Layout | undefined>;
  /** What is remembered of these headings from files that are nearly like this one; nothing of those not in `known`. */
  near(
    organisation: string | undefined,
    names: readonly string[],
  ): Promise<(Said & { known: ReadonlySet<number> }) | undefined>;
  /** Keep what was said. A later word for the same headings takes its place. */
  remember(
    organisation: string | undefined,
    names: readonly string[],
    said: Said,
    command: CommandMeta,
  ): Promise<Outcome<Matching>>;
  /** Everything that the organisation's people have said, the newest first. */
  all(organisation: string | undefined): Promise<Remembered[]>;
  /** One of them; undefined for another organisation's. */
  one(organisation: string | undefined, id: string): Promise<Remembered | undefined>;
  forget(id: string, command: CommandMeta): Promise<Outcome<Matching>>;
};

/** Sets of headings that an organisation can have: more are not looked through. */
const most = 100;
/** A file is like another where so much of its headings is the same. */
const alike = 0.6;

/** What the people of each organisation have said that headings stand for, found by the set of headings. */
export function matchings(
  store: AggregateStore<Matching>,
  { index, cipher }: { index: BlindIndex; cipher: FieldCipher },
): Matchings {
  const hashed = (...words: string[]) => Buffer.from(index.bytesOf(...words)).toString('base64url');
  const ownerOf = (organisation: string | undefined) => hashed('matchings', organisation ?? '');
  const placeOf = (id: string) => ({ collection, id, field: 'said' });
  const keysOf = (names: readonly string[]) => headingKeys(names).map((key) => key && hashed('heading', key));
  const idOf = (organisation: string | undefined, names: readonly string[]) =>
    hashed('headings', organisation ?? '', ...headingKeys(names).filter(Boolean).toSorted());

  const opened = (id: string, { sealed }: Matching): z.infer<typeof SealedPart> =>
    sealed === undefined
      ? { names: [], values: {}, unsaid: {} }
      : SealedPart.parse(JSON.parse(cipher.open(sealed, placeOf(id))));
  const saidIn = (id: string, found: Matching, keys: readonly string[]): Said => {
    const places = new Map<ImportColumn, number>();
    const circumstances = new Map<number, CircumstanceId>();
    for (const [column, hash] of Object.entries(found.columns))
      if (keys.includes(hash)) places.set(column as ImportColumn, keys.indexOf(hash));
    for (const [id, hash] of Object.entries(found.circumstances))
      if (keys.includes(hash)) circumstances.set(keys.indexOf(hash), id as CircumstanceId);
    const stands = standsIn({ places, circumstances });
    const { fixed, makesReference } = found;
    const { values, unsaid, dayOrder } = opened(id, found);
    return { stands, fixed, makesReference, values, unsaid, dayOrder };
  };
  const ofOwner = async (organisation: string | undefined) => {
    const filter = { 'state.organisation': ownerOf(organisation) };
    const { items } = await store.page({ filter, sort: { 'state.at': -1, _id: 1 }, limit: most });
    return items.filter(({ state }) => state.forgotten === undefined);
  };
  const remembered = (id: string, state: Matching): Remembered => {
    const { names } = opened(id, state);
    const { by = '', at = '' } = state;
    return { ...saidIn(id, state, keysOf(names)), id, names, by, at };
  };

  return {
    of: async (organisation, names, needed) => {
      const keys = keysOf(names);
      const id = idOf(organisation, names);
      const exact = await store.get(id);
      if (exact && exact.state.forgotten === undefined) return layoutFrom(saidIn(id, exact.state, keys));
      const here = keys.filter(Boolean);
      for (const { id: other, state } of await ofOwner(organisation)) {
        if (!here.every((key) => state.headings.includes(key))) continue;
        const layout = layoutFrom(saidIn(other, state, keys));
        if (isComplete(layout, needed)) return layout;
      }
      return undefined;
    },
    near: async (organisation, names) => {
      const keys = keysOf(names);
      const here = keys.filter(Boolean);
      const [best] = (await ofOwner(organisation))
        .map(({ id, state }) => ({ id, state, same: here.filter((key) => state.headings.includes(key)) }))
        .filter(({ state, same }) => same.length >= alike * Math.max(here.length, state.headings.length))
        .toSorted((a, b) => b.same.length - a.same.length);
      if (best === undefined) return undefined;
      const known = new Set(keys.flatMap((key, place) => (best.same.includes(key) ? [place] : [])));
      return { ...saidIn(best.id, best.state, keys), known };
    },
    remember: async (
      organisation,
      names,
      { stands, fixed, values, unsaid = {}, dayOrder, makesReference },
      command,
    ) => {
      const id = idOf(organisation, names);
      const keys = keysOf(names);
      const columns: Matching['columns'] = {};
      const said: Matching['circumstances'] = {};
      for (const [place, what] of stands) {
        const circumstance = circumstanceIn(what);
        if (circumstance !== undefined) said[circumstance] = keys[place] ?? '';
        else for (const column of columnsOf(what)) columns[column] = keys[place] ?? '';
      }
      const next: Matching = {
        ...{ columns, circumstances: said, fixed, makesReference, organisation: ownerOf(organisation) },
        headings: keys.filter(Boolean),
        sealed: cipher.seal(JSON.stringify({ names, values, unsaid, dayOrder }), placeOf(id)),
        ...{ by: command.by.id, at: command.at.instant },
      };
      const created = await store.create(id, command, () => decide(next));
      return created.kind === 'exists' ? store.change(id, command, () => decide(next)) : created;
    },
    all: async (organisation) => (await ofOwner(organisation)).map(({ id, state }) => remembered(id, state)),
    one: async (organisation, id) => {
      const state = (await store.get(id))?.state;
      if (state === undefined || state.forgotten || state.organisation !== ownerOf(organisation))
        return undefined;
      return remembered(id, state);
    },
    forget: (id, command) =>
      store.change(id, command, ({ organisation }) =>
        decide({
          columns: {},
          circumstances: {},
          fixed: {},
          makesReference: false,
          headings: [],
          organisation,
          forgotten: true as const,
        }),
      ),
  };
}

/** What was said, as the layout of a file. */
export function layoutFrom({ stands, fixed, values, unsaid = {}, dayOrder, makesReference }: Said): Layout {
  const places = new Map<ImportColumn, number>();
  const circumstances = new Map<number, CircumstanceId>();
  for (const [place, what] of stands) {
    const circumstance = circumstanceIn(what);
    if (circumstance !== undefined) circumstances.set(place, circumstance);
    else for (const column of columnsOf(what)) places.set(column, place);
  }
  return {
    shape: 'matched',
    places,
    otherwise: new Map(),
    fixed,
    circumstances,
    values,
    unsaid,
    dayOrder,
    makesReference,
  };
}

/** Whether nothing is missing without which no row can be taken. */
function isComplete(
  { places, fixed, makesReference }: Layout,
  needed: readonly ImportColumn[] | undefined,
): boolean {
  return lacking(places, fixed, needed).every(
    (column) => column === 'source_system_id' && makesReference === true,
  );
}

/** What the headings stand for in a layout, by place. */
export function standsIn({ places, circumstances }: Pick<Layout, 'places' | 'circumstances'>) {
  const stands = new Map<number, StandsFor>();
  for (const [column, place] of places) stands.set(place, stands.has(place) ? wholeName : column);
  for (const [place, id] of circumstances) stands.set(place, sayingOf(id));
  return stands;
}

function columnsOf(what: StandsFor): ImportColumn[] {
  return what === wholeName ? ['given_name', 'family_name'] : [what as ImportColumn];
}

/** Headings as they are told apart: one that stands a second time, or says nothing, by where it stands. */
function headingKeys(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const key = plain(name);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 && key !== '' ? key : `${key} ${times}`;
  });
}
