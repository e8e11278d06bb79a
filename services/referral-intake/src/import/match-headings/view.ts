import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { UploadStore } from '../adapters/upload-store.ts';
import { type Import, ImportId } from '../domain/import.ts';
import { importColumns, neededColumns } from '../domain/columns.ts';
import { guessed } from '../read/headings.ts';
import { survey } from '../read/open-file.ts';
import { fixable } from './headings-form.ts';
import { columnInWords } from './words.ts';

type Parts = { imports: AggregateStore<Import>; uploads: UploadStore };

/** The headings of a file that waits for somebody to say what they stand for; undefined for one that does not wait. */
export async function headingsOf(
  { importId, state, file, sheet }: Import,
  uploads: UploadStore,
): Promise<readonly string[] | undefined> {
  if (state !== 'headings' || file === null) return undefined;
  const surveyed = await survey(uploads.open(importId, file), AbortSignal.abort(), { sheet });
  return 'failure' in surveyed ? undefined : surveyed.names;
}

export const matchHeadingsPage = view({
  id: 'match-headings-page',
  summary: 'The headings of a file, and what each column of ours may be called there',
  path: '/imports/:importId/headings',
  permission: 'referral:import',
  params: z.strictObject({ importId: ImportId }),
  load: async ({ params: { importId } }, { imports, uploads }: Parts) => {
    const state = (await imports.get(importId))?.state;
    if (state === undefined) return undefined;
    const headings = await headingsOf(state, uploads);
    const places = guessed(headings ?? []);
    return {
      importId,
      headings: headings ?? [],
      waits: headings !== undefined,
      columns: importColumns
        .map((name) => ({
          name,
          words: columnInWords[name],
          needed: neededColumns.includes(name),
          fixable: (fixable as readonly string[]).includes(name),
          guess: headings?.[places.get(name) ?? -1] ?? null,
        }))
        .toSorted((a, b) => Number(b.needed) - Number(a.needed)),
    };
  },
  page: { template: 'import/match-headings/page.njk' },
  api: {
    body: z.strictObject({
      headings: z.array(z.string()),
      waits: z.boolean(),
      columns: z.array(
        z.strictObject({
          name: z.enum(importColumns),
          needed: z.boolean(),
          fixable: z.boolean(),
          guess: z.string().nullable(),
        }),
      ),
    }),
    of: ({ headings, waits, columns }) => ({
      headings,
      waits,
      columns: columns.map(({ words: _words, ...column }) => column),
    }),
  },
  audits: ({ importId }) => ({ subjects: [importId], purpose: 'headings of an import' }),
});
