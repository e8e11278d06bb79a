import { cleaned, headingOf } from './cells.ts';

/** What stands first in a line that is about the lines above it. */
const aboutTheLines =
  /^(?:(?:grand |sub|sub-|sub )?totals?\b|count\b|(?:number|no\.?) of (?:rows|records|referrals)\b|(?:total )?(?:rows|records|referrals)(?: returned| exported)? ?[:=]|end of (?:report|file|extract|list|data)\b|(?:report |extract )?(?:printed|generated|produced|exported|run|created)(?: on| at| by|:)|page \d+|\*+ ?end|\(?\d+ (?:rows?|records?)(?: affected| returned| selected)?\)?$)/i;

const isNumber = /^[\d.,: %/-]+$/;

/**
 * Whether a line of a table is no row of it: a total, a line about the extract, or the headings once more. Nobody's
 * referral is such: besides words about the lines it has numbers alone, in three cells at most.
 */
export function isNoRow(cells: readonly string[], names: readonly string[]): boolean {
  const first = cells.findIndex((cell) => cleaned(cell) !== '');
  if (first < 0) return false;
  const others = () =>
    cells
      .slice(first + 1)
      .map(cleaned)
      .filter((cell) => cell !== '');
  if (aboutTheLines.test(cleaned(cells[first] ?? '')))
    return others().length <= 2 && others().every((cell) => isNumber.test(cell));
  const isHeading = (cell: string, place: number) => headingOf(cell) === (names[place] ?? '');
  return cells.every(isHeading) && others().length >= 2;
}
