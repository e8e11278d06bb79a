import type { AggregateStore } from '@waymark/aggregate-store';
import { ownRecords, view } from '@waymark/http';
import { z } from 'zod';
import type { Matchings } from '../adapters/matchings.ts';
import type { UploadStore } from '../adapters/upload-store.ts';
import { importColumns } from '../domain/columns.ts';
import { dayIn, orderOf } from '../domain/day.ts';
import { type Import, ImportId } from '../domain/import.ts';
import { ownImport } from '../import-referrals/own-import.ts';
import { layoutFor } from '../import-referrals/read-file.ts';
import { cleaned } from '../read/cells.ts';
import { dayColumns } from '../read/day-orders.ts';
import type { Layout } from '../read/layout.ts';
import { rowsBelow, survey } from '../read/open-file.ts';
import type { CsvRecord } from '../read/read-records.ts';

type Parts = { imports: AggregateStore<Import>; uploads: UploadStore; matchings: Matchings };

/** So many dates of a column are shown, from so many rows. */
const [shown, lookedThrough] = [3, 5_000];

const Example = z.strictObject({ written: z.string(), dayFirst: z.string(), monthFirst: z.string() });
const Column = z.strictObject({
  name: z.enum(importColumns),
  heading: z.string(),
  examples: z.array(Example),
});
type Column = z.infer<typeof Column>;

export const dayOrderPage = view({
  id: 'day-order-page',
  summary: 'Dates of a file that can be read with the day or with the month first',
  path: '/imports/:importId/dates',
  permission: 'referral:import',
  params: z.strictObject({ importId: ImportId }),
  load: async ({ params: { importId }, viewer, may }, parts: Parts) => {
    const state = await ownImport(importId, { viewer, may }, parts);
    if (state === undefined) return undefined;
    return { importId, waits: state.state === 'dates', columns: await columnsToRead(state, parts) };
  },
  relation: ownRecords,
  page: { template: 'import/say-day-order/page.njk' },
  api: {
    body: z.strictObject({ waits: z.boolean(), columns: z.array(Column) }),
    of: ({ waits, columns }) => ({ waits, columns }),
  },
  audits: ({ importId }) => ({ subjects: [importId], purpose: 'dates of an import' }),
});

/** The file of an import that waits for the order of its dates, with what its headings stand for. */
export async function waitingFile(
  current: Import,
  { uploads, matchings }: Pick<Parts, 'uploads' | 'matchings'>,
) {
  const { importId, state, file: kept, sheet } = current;
  if (state !== 'dates' || kept === null) return undefined;
  const file = uploads.open(importId, kept);
  const surveyed = await survey(file, AbortSignal.abort(), { sheet });
  if ('failure' in surveyed) return undefined;
  const layout = await layoutFor(surveyed.names, current, matchings);
  return layout === 'unmatched' || 'failure' in layout ? undefined : { file, surveyed, layout };
}

/** The columns with dates that can be read in two ways, each with some of them. */
async function columnsToRead(current: Import, parts: Parts): Promise<Column[]> {
  const waiting = await waitingFile(current, parts);
  if (waiting === undefined) return [];
  const { file, surveyed, layout } = waiting;
  const columns = columnsOf(layout, surveyed.names);
  let looked = 0;
  for await (const record of rowsBelow(file, surveyed)) {
    for (const column of columns) noteExample(column, record);
    looked += 1;
    if (looked === lookedThrough || columns.every(({ examples }) => examples.length === shown)) break;
  }
  return columns
    .filter(({ examples }) => examples.length > 0)
    .map(({ name, heading, examples }) => ({ name, heading, examples }));
}

type Placed = Column & { place: number };

function columnsOf({ places }: Layout, names: readonly string[]): Placed[] {
  return dayColumns.flatMap((name) => {
    const place = places.get(name);
    return place === undefined ? [] : [{ name, place, heading: names[place] ?? '', examples: [] }];
  });
}

function noteExample({ place, examples }: Placed, { cells }: CsvRecord): void {
  const written = cleaned(cells[place] ?? '');
  const [dayFirst, monthFirst] = [dayIn(written), dayIn(written, 'month-first')];
  const fits = orderOf(written) === 'either' && dayFirst !== undefined && monthFirst !== undefined;
  if (fits && examples.length < shown && examples.every((example) => example.written !== written))
    examples.push({ written, dayFirst, monthFirst });
}
