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
  const filled = cells.map(cleaned).filter((cell) => cell !== '');
  const [first = '', ...others] = filled;
  if (aboutTheLines.test(first) && others.length <= 2 && others.every((cell) => isNumber.test(cell)))
    return true;
  return filled.length >= 3 && cells.every((cell, place) => headingOf(cell) === (names[place] ?? ''));
}
