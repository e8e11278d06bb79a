import type { AggregateStore } from '@waymark/aggregate-store';
import { offeredIn } from '@waymark/care-types';
import { ownRecords, view } from '@waymark/http';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { labelOf, type Organisations } from '../../shared/domain/organisations.ts';
import type { Matchings, Said } from '../adapters/matchings.ts';
import type { UploadStore } from '../adapters/upload-store.ts';
import { columnInWords, type StandsFor } from '../domain/coded.ts';
import { type Import, ImportId, remembersFor, waitsForMatching } from '../domain/import.ts';
import { neededFrom } from '../domain/importer.ts';
import { byTeamAndReason, serviceChoices } from '../import-referrals/codes.ts';
import { ownImport } from '../import-referrals/own-import.ts';
import { contentsOf, type Contents } from '../read/contents.ts';
import { areOfMhsds } from '../read/headings.ts';
import { lacking } from '../read/layout.ts';
import { rowsBelow, survey } from '../read/open-file.ts';
import { layoutFrom } from '../adapters/matchings.ts';
import { choicesOfStandsFor, fixable, fixedLists, keyOf, standsInWords } from './headings-form.ts';
import { proposed } from './propose.ts';

export type MatchParts = {
  imports: AggregateStore<Import>;
  uploads: UploadStore;
  matchings: Matchings;
  organisations: Organisations;
};

/** The headings of a file that waits for somebody to say what they stand for, and what stands below each. */
export type WaitingFile = { names: readonly string[]; contents: readonly Contents[] };

/** Undefined for a file that does not wait. */
export async function waitingFile(state: Import, uploads: UploadStore): Promise<WaitingFile | undefined> {
  const { importId, file: kept, sheet } = state;
  if (!waitsForMatching(state) || kept === null) return undefined;
  const file = uploads.open(importId, kept);
  const surveyed = await survey(file, AbortSignal.abort(), { sheet });
  if ('failure' in surveyed) return undefined;
  const contents = await contentsOf(rowsBelow(file, surveyed), surveyed.names);
  return { names: surveyed.names, contents };
}

/** What is proposed for a file: as files like it were matched before, and else by names and contents. */
async function proposalFor(
  sent: Pick<Import, 'as' | 'sentBy'>,
  { names, contents }: WaitingFile,
  { matchings, organisations }: MatchParts,
): Promise<{ said: Omit<Said, 'values'>; known: ReadonlySet<number> }> {
  const before = await matchings.near(remembersFor(sent), names);
  const guess = proposed(names, contents, organisations);
  const fixed = areOfMhsds(names) ? { service: byTeamAndReason } : {};
  if (before === undefined)
    return { said: { stands: guess, fixed, makesReference: false }, known: new Set() };
  const taken = new Set<StandsFor>(before.stands.values());
  const more = [...guess].filter(([place, what]) => !before.known.has(place) && !taken.has(what));
  return {
    said: {
      stands: new Map([...before.stands, ...more]),
      fixed: before.fixed,
      makesReference: before.makesReference,
    },
    known: before.known,
  };
}

/** What may hold for every row, with what to choose from. */
export function fixedFields({ all }: Organisations, fixed: Said['fixed']) {
  const trusts = all.filter(({ kind }) => kind === 'trust');
  return fixable.map((name) => ({
    name,
    words: columnInWords[name],
    value: fixed[name] ?? '',
    items:
      name === 'service'
        ? choices(serviceChoices)
        : name === 'provider_code'
          ? trusts.map((each) => ({ value: each.code, text: labelOf(each) }))
          : choices(offeredIn(fixedLists[name])),
  }));
}

const Heading = z.strictObject({
  /** By which it can be named, where it is not named as it is written. */
  key: z.string(),
  heading: z.string(),
  /** Up to three values that stand below it. */
  values: z.array(z.string()),
  /** What it most likely stands for; null for a heading that is not used. */
  stands: z.string().nullable(),
  /** A file before had it: only those that it had not are asked about. */
  known: z.boolean(),
});

export const matchHeadingsPage = view({
  id: 'match-headings-page',
  summary: 'The headings of a file with values below each, and what each most likely stands for',
  path: '/imports/:importId/headings',
  permission: 'referral:import',
  params: z.strictObject({ importId: ImportId }),
  load: async ({ params: { importId }, viewer, may }, parts: MatchParts) => {
    const state = await ownImport(importId, { viewer, may }, parts);
    if (state === undefined) return undefined;
    const waiting = await waitingFile(state, parts.uploads);
    const { names, contents } = waiting ?? { names: [], contents: [] };
    const { said, known } = waiting
      ? await proposalFor(state, waiting, parts)
      : {
          said: { stands: new Map<number, StandsFor>(), fixed: {}, makesReference: false },
          known: new Set<number>(),
        };
    const layout = layoutFrom({ ...said, values: {} });
    const needed = neededFrom(state.as);
    const headings = names.map((heading, place) => ({
      key: keyOf(place),
      heading: heading || `Column ${place + 1}, without a heading`,
      values: [...(contents[place]?.samples ?? [])],
      stands: said.stands.get(place) ?? null,
      known: known.has(place),
    }));
    return {
      importId,
      waits: waiting !== undefined,
      asked: headings.filter((each) => !each.known),
      known: headings
        .filter((each) => each.known)
        .map((each) => ({ ...each, inWords: each.stands && standsInWords(each.stands) })),
      lacks: lacking(layout.places, layout.fixed, needed).map((column) => ({
        name: column,
        words: columnInWords[column],
      })),
      notUsed: headings.filter(({ stands }) => stands === null).map(({ heading }) => heading),
      makesReference: said.makesReference,
      fixed: fixedFields(parts.organisations, said.fixed),
      choices: choicesOfStandsFor(),
      needed,
      headings,
    };
  },
  relation: ownRecords,
  page: { template: 'import/match-headings/page.njk' },
  api: {
    body: z.strictObject({
      waits: z.boolean(),
      headings: z.array(Heading),
      /** Our columns without which no row can be taken. */
      needed: z.array(z.string()),
      /** Of them those that the headings do not have as they are proposed. */
      lacks: z.array(z.string()),
      /** What a heading can stand for. */
      choices: z.array(z.strictObject({ value: z.string(), text: z.string() })),
    }),
    of: ({ headings, waits, needed, lacks, choices: all }) => ({
      waits,
      headings,
      needed: [...needed],
      lacks: lacks.map(({ name }) => name),
      choices: all,
    }),
  },
  audits: ({ importId }) => ({ subjects: [importId], purpose: 'headings of an import' }),
});
