import type { Decision, Outcome } from '@waymark/decisions';
import { countOf, type Counted, type ImportRows } from '../adapters/import-rows.ts';
import {
  awaitDayOrder,
  awaitHeadings,
  awaitValues,
  madeBy,
  remembersFor,
  type By,
  type Import,
} from '../domain/import.ts';
import { neededFrom } from '../domain/importer.ts';
import { dayOrdersOf } from '../read/day-orders.ts';
import { layoutOf, notUsed, type Layout } from '../read/layout.ts';
import { standsIn, type Matchings } from '../adapters/matchings.ts';
import { newAmong, valuesOf } from '../match-headings/propose.ts';
import { contentsOf } from '../read/contents.ts';
import { rowsBelow, survey } from '../read/open-file.ts';
import type { StoredFile } from '../read/stored-file.ts';
import { takeRows, type TakeParts } from '../take/take-rows.ts';

export type ReadParts = TakeParts & { rows: ImportRows; matchings: Matchings };

/** How far a file has been read, kept up to date while it is. */
export type Far = Counted & { letters: string | null; rows: number; passedOver: number[] };

type Around = ReadParts & {
  file: StoredFile;
  change(next: (state: Import) => Decision<Import>): Promise<Outcome<Import>>;
  by(): By;
  signal: AbortSignal;
};

/**
 * Survey a file, then take its rows in from where they were taken last. Answers why nothing of it can be read, or null
 * where all was; `waits` where it now waits for a person to say what its headings or new values stand for, or in which
 * order its dates are written; `stopped` where it is for another process to go on.
 */
export async function readFile(
  state: Import,
  far: Far,
  around: Around,
): Promise<{ failure: string | null } | 'waits' | 'stopped'> {
  const { importId } = state;
  const { rows, signal, matchings, file } = around;
  const surveyed = await survey(file, signal, state);
  if (signal.aborted) return 'stopped';
  if ('failure' in surveyed) return surveyed;
  far.rows = surveyed.rows;
  far.letters = surveyed.readAs;
  far.passedOver = [...surveyed.passedOver];

  const layout = await layoutFor(surveyed.names, state, matchings);
  if (layout === 'unmatched') {
    await around.change((current) => awaitHeadings(current, around.by()));
    return 'waits';
  }
  if ('failure' in layout) return layout;
  if (state.attended && layout.shape === 'matched') {
    const contents = await contentsOf(rowsBelow(file, surveyed), surveyed.names);
    const { unknown } = valuesOf(standsIn(layout), surveyed.names, contents);
    if (newAmong(unknown, layout).length > 0) {
      await around.change((current) => awaitValues(current, around.by()));
      return 'waits';
    }
  }
  const orders = dayOrdersOf(layout.places, surveyed.days, state.dayOrder ?? layout.dayOrder ?? null);
  if (orders === 'ask') {
    await around.change((current) => awaitDayOrder(current, around.by()));
    return 'waits';
  }

  const command = madeBy(state);
  const again = await rows.begin(
    importId,
    { all: surveyed.names, notUsed: notUsed(layout, surveyed.names) },
    command,
  );
  const { row: done } = await rows.far(importId);
  await takeRows(
    {
      records: rowsBelow(file, surveyed),
      layout: { ...layout, orders },
      names: surveyed.names,
      rows: surveyed.rows,
      again,
      done,
    },
    {
      command,
      as: state.as,
      today: command.at.date,
      now: () => around.by().at,
      parts: around,
      signal,
      note: async (taken) => {
        await rows.keep(importId, taken, command);
        const counted = countOf(taken);
        for (const outcome of Object.keys(counted) as (keyof Counted)[]) far[outcome] += counted[outcome];
      },
    },
  );
  return signal.aborted ? 'stopped' : { failure: null };
}

/** What the headings stand for: as we know them ourselves, or as somebody of the organisation has said it before. */
export async function layoutFor(
  names: readonly string[],
  sent: Pick<Import, 'as' | 'sentBy'>,
  matchings: Matchings,
): Promise<Layout | { failure: string } | 'unmatched'> {
  const needed = neededFrom(sent.as);
  const layout = layoutOf(names, needed);
  if (layout !== 'unmatched') return layout;
  return (await matchings.of(remembersFor(sent), names, needed)) ?? 'unmatched';
}
