import { circumstanceTitle } from '@waymark/care-types';
import { ownRecords, view } from '@waymark/http';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { circumstanceIn, codedColumns, columnInWords, type StandsFor } from '../domain/coded.ts';
import type { ImportColumn } from '../domain/columns.ts';
import { type Import, ImportId, remembersFor } from '../domain/import.ts';
import { neededFrom } from '../domain/importer.ts';
import { newAmong, valuesOf, type Unknown } from '../match-headings/propose.ts';
import { ownImport } from '../import-referrals/own-import.ts';
import { waitingFile, type MatchParts } from '../match-headings/view.ts';
import { standsIn, type Said } from '../adapters/matchings.ts';

/** The values of a waiting file that nobody has matched yet, and what was said of its headings. */
export async function unknownIn(
  state: Import,
  { uploads, matchings }: MatchParts,
): Promise<{ unknown: Unknown[]; names: readonly string[]; said: Said } | undefined> {
  const waiting = state.state === 'values' ? await waitingFile(state, uploads) : undefined;
  const layout = waiting && (await matchings.of(remembersFor(state), waiting.names, neededFrom(state.as)));
  if (!waiting || !layout) return undefined;
  const stands = standsIn(layout);
  const { names, contents } = waiting;
  const { unknown } = valuesOf(stands, names, contents);
  return {
    unknown: newAmong(unknown, layout),
    names,
    said: {
      stands,
      fixed: layout.fixed,
      values: layout.values,
      ...(layout.unsaid && { unsaid: layout.unsaid }),
      makesReference: layout.makesReference === true,
    },
  };
}

/** What a value can stand for. */
export function choicesFor(stands: StandsFor) {
  if (circumstanceIn(stands) !== undefined)
    return choices({ yes: 'Yes', no: 'No', 'not-known': 'Not known' });
  const list = codedColumns[stands as ImportColumn];
  return list ? choices(list.entries.filter(({ meaning }) => meaning === undefined)) : [];
}

/** The key of a value, by its place among those of its heading. */
export function valueKeyOf(place: number): string {
  return `v${place}`;
}

export const matchValuesPage = view({
  id: 'match-values-page',
  summary: 'The values of a file that we do not know, with what each can stand for',
  path: '/imports/:importId/values',
  permission: 'referral:import',
  params: z.strictObject({ importId: ImportId }),
  load: async ({ params: { importId }, viewer, may }, parts: MatchParts) => {
    const state = await ownImport(importId, { viewer, may }, parts);
    if (state === undefined) return undefined;
    const found = await unknownIn(state, parts);
    return {
      importId,
      waits: found !== undefined,
      columns: (found?.unknown ?? []).map(({ stands, heading, values }) => {
        const circumstance = circumstanceIn(stands);
        return {
          name: stands,
          heading,
          words: circumstance ? circumstanceTitle(circumstance) : columnInWords[stands as ImportColumn],
          needed: stands === 'service',
          choices: choicesFor(stands),
          values: values.map(({ text, count }, place) => ({ key: valueKeyOf(place), text, count })),
        };
      }),
    };
  },
  relation: ownRecords,
  page: { template: 'import/match-values/page.njk' },
  api: {
    body: z.strictObject({
      waits: z.boolean(),
      columns: z.array(
        z.strictObject({
          name: z.string(),
          heading: z.string(),
          choices: z.array(z.strictObject({ value: z.string(), text: z.string() })),
          values: z.array(z.strictObject({ key: z.string(), text: z.string(), count: z.int() })),
        }),
      ),
    }),
    of: ({ waits, columns }) => ({
      waits,
      columns: columns.map(({ name, heading, choices: all, values }) => ({
        ...{ name, heading, choices: all, values },
      })),
    }),
  },
  audits: ({ importId }) => ({ subjects: [importId], purpose: 'values of an import' }),
});
