import {
  circumstances,
  clinicalPriority,
  codeWritten,
  primaryReason,
  services,
  sourceOfReferral,
  type CodeList,
} from '@waymark/care-types';
import { fieldProblem, type FieldProblem } from '@waymark/http';
import { z } from 'zod';
import { organisationWritten, type Organisations } from '../../shared/domain/organisations.ts';
import type { Said } from '../adapters/matchings.ts';
import { columnInWords, sayingOf, wholeName, type StandsFor } from '../domain/coded.ts';
import { importColumns, neededColumns, type ImportColumn } from '../domain/columns.ts';
import { byTeamAndReason } from '../import-referrals/codes.ts';
import { plain } from '../read/headings.ts';

/** Columns that may hold the same for every row of a file. */
export const fixable = [
  'service',
  'provider_code',
  'source_of_referral',
  'clinical_priority',
  'primary_reason',
] as const satisfies readonly ImportColumn[];
type Fixable = (typeof fixable)[number];

/** The lists from which it is chosen; a provider is one of the organisations. */
export const fixedLists: Readonly<Record<Exclude<Fixable, 'provider_code'>, CodeList>> = {
  service: services,
  source_of_referral: sourceOfReferral,
  clinical_priority: clinicalPriority,
  primary_reason: primaryReason,
};

const standsFor: readonly StandsFor[] = [
  ...importColumns,
  wholeName,
  ...circumstances.map(({ id }) => sayingOf(id)),
];
const StandsForWritten = z.enum(standsFor as [StandsFor, ...StandsFor[]], {
  error: 'Choose from the list what the heading stands for',
});
const Same = z.string().trim().max(200, 'This may be at most 200 characters long').optional();

/**
 * What is said: for each heading of the file, by its key (`c0` for the first) or as it is written, what it stands for;
 * and what holds for every row. A heading that is left out is not used.
 */
export const HeadingsForm = z.strictObject({
  headings: z.record(z.string().max(500), StandsForWritten).default({}),
  fixed: z
    .strictObject(Object.fromEntries(fixable.map((column) => [column, Same])) as Record<Fixable, typeof Same>)
    .default({}),
  /** The file has no reference of its referrals: one is made for each row. */
  makeReference: z.boolean().default(false),
});
export type HeadingsForm = z.infer<typeof HeadingsForm>;

/** The key of a heading, by its place. */
export function keyOf(place: number): string {
  return `c${place}`;
}

/** What the headings of a file stand for, or everything that is wrong with what was said, by field. */
export function matched(
  names: readonly string[],
  { headings, fixed, makeReference }: HeadingsForm,
  organisations: Organisations,
  needed: readonly ImportColumn[] = neededColumns,
): Omit<Said, 'values'> | { problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const byName = new Map(names.map((name, place) => [plain(name), place]).toReversed() as [string, number][]);
  const byKey = new Map(names.map((_name, place) => [keyOf(place), place]));
  const stands = new Map<number, StandsFor>();
  for (const [key, what] of Object.entries(headings)) {
    const place = byKey.get(key) ?? byName.get(plain(key));
    const at = ['headings', key];
    if (place === undefined) problems.push(fieldProblem('body', at, 'The file has no such heading'));
    else if ([...stands].some(([other, said]) => said === what && other !== place))
      problems.push(fieldProblem('body', at, `Another heading stands for “${standsInWords(what)}” already`));
    else stands.set(place, what);
  }
  const same: Partial<Record<ImportColumn, string>> = {};
  for (const column of fixable) {
    const said = fixed[column];
    if (said === undefined || said === '') continue;
    const code = fixedCode(column, said, organisations);
    if (code === undefined)
      problems.push(
        fieldProblem(
          'body',
          ['fixed', column],
          `Choose the ${columnInWords[column].toLowerCase()} from the list`,
        ),
      );
    else same[column] = code;
  }
  const chosen = new Set<StandsFor>(stands.values());
  if (makeReference && chosen.has('source_system_id'))
    problems.push(
      fieldProblem(
        'body',
        ['makeReference'],
        'Choose the heading of the reference, or have one made, not both',
      ),
    );
  for (const column of needed) {
    if (makeReference && column === 'source_system_id') continue;
    if (chosen.has(column) || same[column] !== undefined || isNamed(column, chosen)) continue;
    problems.push(
      fieldProblem(
        'body',
        fieldFor(column),
        `Choose the heading for “${columnInWords[column]}”${orElse(column)}`,
      ),
    );
  }
  return problems.length > 0 ? { problems } : { stands, fixed: same, makesReference: makeReference };
}

/** Where it is said that a needed column is missing. */
function fieldFor(column: ImportColumn): string[] {
  if (column === 'source_system_id') return ['makeReference'];
  return (fixable as readonly string[]).includes(column) ? ['fixed', column] : ['headings'];
}

function orElse(column: ImportColumn): string {
  if (column === 'source_system_id') return ', or have a reference made';
  return (fixable as readonly string[]).includes(column) ? ', or what holds for every row' : '';
}

/** A file may have one column for both names, or for one: some people have one name. */
function isNamed(column: ImportColumn, chosen: ReadonlySet<StandsFor>): boolean {
  const names: readonly StandsFor[] = ['given_name', 'family_name', wholeName];
  return names.includes(column) && names.some((name) => chosen.has(name));
}

function fixedCode(column: Fixable, said: string, organisations: Organisations): string | undefined {
  if (column === 'service' && said === byTeamAndReason) return said;
  if (column !== 'provider_code') return codeWritten(fixedLists[column], said);
  const written = organisationWritten(organisations, said, 'trust');
  return written?.is === 'listed' ? written.code : undefined;
}

/** What a heading stands for, in words. */
export function standsInWords(what: StandsFor): string {
  if (what === wholeName) return 'Whole name, to be split into given name and family name';
  const circumstance = circumstances.find(({ id }) => sayingOf(id) === what);
  return circumstance ? `Circumstance: ${circumstance.title}` : columnInWords[what as ImportColumn];
}

/** Everything that a heading can stand for, what is needed first. */
export function choicesOfStandsFor(): { value: StandsFor; text: string }[] {
  const rest = importColumns.filter((column) => !neededColumns.includes(column));
  const all: StandsFor[] = [
    ...neededColumns.map((column): StandsFor => column),
    wholeName,
    ...rest,
    ...circumstances.map(({ id }) => sayingOf(id)),
  ];
  return all.map((value) => ({
    value,
    text: `${standsInWords(value)}${value.startsWith('circumstance:') ? ' (yes or no)' : ''}`,
  }));
}
