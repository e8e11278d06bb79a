import { fieldProblem, type FieldProblem } from '@waymark/http';
import { z } from 'zod';
import { importColumns, neededColumns, type ImportColumn } from '../domain/columns.ts';
import { plain } from '../read/headings.ts';
import type { Layout } from '../read/layout.ts';
import { columnInWords } from './words.ts';

/** Columns that may hold the same for every row of a file. */
export const fixable = [
  'service',
  'provider_code',
  'source_of_referral',
  'clinical_priority',
  'primary_reason',
  'gender',
  'ethnic_category',
] as const satisfies readonly ImportColumn[];

const Heading = z.string().trim().max(200, 'A heading has at most 200 characters').optional();
const Same = z.string().trim().max(60, 'This may be at most 60 characters long').optional();

/** What is said: for each of our columns the heading that stands for it, or what holds for every row. */
export const HeadingsForm = z.strictObject({
  columns: z
    .strictObject(
      Object.fromEntries(importColumns.map((column) => [column, Heading])) as Record<
        ImportColumn,
        typeof Heading
      >,
    )
    .default({}),
  fixed: z
    .strictObject(
      Object.fromEntries(fixable.map((column) => [column, Same])) as Record<
        (typeof fixable)[number],
        typeof Same
      >,
    )
    .default({}),
  /** The file has no reference of its referrals: one is made for each row. */
  makeReference: z.boolean().default(false),
});
export type HeadingsForm = z.infer<typeof HeadingsForm>;

/** What the headings of a file stand for, or everything that is wrong with what was said, by field. */
export function matched(
  names: readonly string[],
  { columns, fixed, makeReference }: HeadingsForm,
): Pick<Layout, 'places' | 'fixed' | 'makesReference'> | { problems: FieldProblem[] } {
  const byHeading = new Map(names.map((name, place) => [plain(name), place]));
  const places = new Map<ImportColumn, number>();
  const problems: FieldProblem[] = [];
  for (const column of importColumns) {
    const heading = columns[column];
    if (heading === undefined || heading === '') continue;
    const place = byHeading.get(plain(heading));
    const wrong = (says: string) => problems.push(fieldProblem('body', ['columns', column], says));
    if (place === undefined) wrong('Choose one of the headings of the file');
    else if (isTaken(places, column, place)) wrong('Choose each heading only once');
    else places.set(column, place);
  }
  const given = Object.entries(fixed).filter(([, text]) => text !== undefined && text !== '');
  const same: Layout['fixed'] = Object.fromEntries(given);
  if (makeReference && places.has('source_system_id'))
    problems.push(
      fieldProblem(
        'body',
        ['makeReference'],
        'Choose the heading of the reference, or have one made, not both',
      ),
    );
  for (const column of neededColumns) {
    if (makeReference && column === 'source_system_id') continue;
    if (places.has(column) || same[column] !== undefined || (columns[column] ?? '') !== '') continue;
    problems.push(
      fieldProblem(
        'body',
        ['columns', column],
        `Choose the heading for “${columnInWords[column]}”${orElse(column)}`,
      ),
    );
  }
  return problems.length > 0 ? { problems } : { places, fixed: same, makesReference: makeReference };
}

function orElse(column: ImportColumn): string {
  if (column === 'source_system_id') return ', or have a reference made';
  return (fixable as readonly string[]).includes(column) ? ', or say what holds for every row' : '';
}

/** Whether a heading stands for another column. One with whole names stands for both names: each is split. */
function isTaken(places: ReadonlyMap<ImportColumn, number>, column: ImportColumn, place: number): boolean {
  const others = [...places].filter(([other]) => !(column === 'family_name' && other === 'given_name'));
  return others.some(([, other]) => other === place);
}
