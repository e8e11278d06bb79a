import { londonDateOf } from '@waymark/care-types';
import { ownRecords, view } from '@waymark/http';
import type { Permission, Reach, Viewer } from '@waymark/policy';
import { z } from 'zod';
import type { Organisations } from '../../shared/domain/organisations.ts';
import type { Matchings, Remembered } from '../adapters/matchings.ts';
import { circumstanceIn, codedColumns, columnInWords } from '../domain/coded.ts';
import type { ImportColumn } from '../domain/columns.ts';
import { dayOrders } from '../domain/day.ts';
import { remembersFor } from '../domain/import.ts';
import { importerOf } from '../domain/importer.ts';
import { choicesOfStandsFor, keyOf, standsInWords } from '../match-headings/headings-form.ts';
import { fixedFields } from '../match-headings/view.ts';

export type RememberedParts = { matchings: Matchings; organisations: Organisations };

export const MatchingId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{20,100}$/)
  .meta({ examples: ['q1m7x4f2k9q1m7x4f2k9'] });
export const matchingParams = z.strictObject({ matchingId: MatchingId });

/** Whose remembered headings somebody sees and changes, and as what they import. */
export function remembersForWho({
  viewer: { id, roles, organisation },
  reach,
  may,
}: {
  viewer: Viewer;
  reach: Reach;
  may: (permission: Permission) => boolean;
}) {
  const as = importerOf(reach, may);
  const sentBy = { id, roles: [...roles], ...(organisation !== undefined && { organisation }) };
  return { as, of: remembersFor({ as, sentBy }) };
}

/** How many headings name a set of them. */
const naming = 4;

/** A set of headings by its first ones: “Ref, Forename, Surname, DOB and 8 more”. */
function titleOf(names: readonly string[]): string {
  const first = names.filter((name) => name.trim() !== '').slice(0, naming);
  const more = names.length - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const shown = ({ id, names, stands, at }: Remembered) => ({
  id,
  title: titleOf(names),
  headings: names.length,
  used: stands.size,
  on: at === '' ? null : londonDateOf(at),
});

const Listed = z.strictObject({
  id: MatchingId,
  title: z.string(),
  headings: z.int(),
  used: z.int(),
  /** The day on which it was said last. */
  on: z.string().nullable(),
});

export const rememberedHeadings = view({
  id: 'remembered-headings',
  summary: 'The sets of headings that are remembered, with what each stands for',
  path: '/import/headings',
  permission: 'referral:import',
  load: async (asking, { matchings }: RememberedParts) => ({
    all: (await matchings.all(remembersForWho(asking).of)).map(shown),
  }),
  relation: ownRecords,
  page: { template: 'import/remembered-headings/list.njk' },
  api: { body: z.strictObject({ all: z.array(Listed) }), of: ({ all }) => ({ all }) },
});

export const rememberedSet = view({
  id: 'remembered-set',
  summary: 'What a remembered set of headings stands for, to be changed or forgotten',
  path: '/import/headings/:matchingId',
  permission: 'referral:import',
  params: matchingParams,
  load: async ({ params: { matchingId }, ...asking }, { matchings, organisations }: RememberedParts) => {
    const found = await matchings.one(remembersForWho(asking).of, matchingId);
    if (found === undefined) return undefined;
    return {
      ...shown(found),
      headings: found.names.map((heading, place) => ({
        key: keyOf(place),
        heading: heading.trim() || `Column ${place + 1}, without a heading`,
        stands: found.stands.get(place) ?? null,
      })),
      values: valuesInWords(found),
      fixed: fixedFields(organisations, found.fixed),
      fixedSaid: found.fixed,
      makesReference: found.makesReference,
      dayOrder: found.dayOrder ?? null,
      choices: choicesOfStandsFor(),
    };
  },
  relation: ownRecords,
  page: { template: 'import/remembered-headings/page.njk' },
  api: {
    body: z.strictObject({
      id: MatchingId,
      headings: z.array(
        z.strictObject({ key: z.string(), heading: z.string(), stands: z.string().nullable() }),
      ),
      fixed: z.record(z.string(), z.string()),
      makesReference: z.boolean(),
      /** Which comes first in days that fit both orders; null where nobody had to say it. */
      dayOrder: z.enum(dayOrders).nullable(),
      values: z.array(z.strictObject({ column: z.string(), value: z.string(), stands: z.string() })),
    }),
    of: ({ id, headings, fixedSaid, makesReference, dayOrder, values }) => ({
      ...{ id, headings, fixed: { ...fixedSaid }, makesReference, dayOrder, values },
    }),
  },
});

/** What values of files stand for, in words. */
function valuesInWords({ values }: Remembered) {
  return Object.entries(values).flatMap(([name, said]) => {
    const isCircumstance = circumstanceIn(name) !== undefined;
    const list = codedColumns[name as ImportColumn];
    const column = isCircumstance
      ? standsInWords(name as `circumstance:${never}`)
      : columnInWords[name as ImportColumn];
    return Object.entries(said).map(([value, code]) => ({
      column,
      value,
      stands: isCircumstance
        ? ({ yes: 'Yes', no: 'No' }[code] ?? 'Not known')
        : (list?.entries.find((entry) => entry.code === code)?.text ?? code),
    }));
  });
}
