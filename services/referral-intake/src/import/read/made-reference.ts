import { createHash } from 'node:crypto';
import { codeWritten, services } from '@waymark/care-types';
import { dayIn } from '../domain/day.ts';
import type { ImportColumn } from '../domain/columns.ts';
import type { Cells } from '../take/row.ts';
import { plain } from './headings.ts';

/** What identifies a referral in a file that has no reference of its own. */
export const identifyingColumns = [
  'given_name',
  'family_name',
  'date_of_birth',
  'service',
  'received_date',
] as const satisfies readonly ImportColumn[];

/**
 * A reference made from the cells that identify a referral, the same whenever they say the same; undefined where one of
 * them is empty, but for one of the two names. It tells who the child is to whoever guesses: it is only ever kept as a keyed hash.
 */
export function madeReference(
  cells: Cells,
  from: readonly ImportColumn[] = identifyingColumns,
): string | undefined {
  const said = from.map((column) => {
    const text = cells[column] ?? '';
    const service = column === 'service' ? codeWritten(services, text) : undefined;
    return service ?? dayIn(text) ?? plain(text);
  });
  const [given, family, ...others] = said;
  if (others.includes('') || (given === '' && family === '')) return undefined;
  return `made-${createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)}`;
}
