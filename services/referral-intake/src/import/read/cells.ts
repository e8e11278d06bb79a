import { unguarded } from '@waymark/csv';
import type { ImportColumn } from '../domain/columns.ts';

/** Characters that nobody sees: soft hyphens, marks of direction, zero-width spaces, byte order marks within a text. */
const unseen = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;

/** The two joiners, where they stand beside a letter of the alphabets that need none of them. */
const idleJoiner =
  /(?<=^|[\p{Script=Latin}\p{N}\p{P}\p{Z}\p{S}])[\u200c\u200d]+|[\u200c\u200d]+(?=$|[\p{Script=Latin}\p{N}\p{P}\p{Z}\p{S}])/gu;

/** Every space that is not the plain one, but tabs and line ends. */
const oddSpace = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;

/** `="9990000026"`: a text that a program wrote as a formula, so that a spreadsheet keeps its noughts. */
const textAsFormula = /^=\s*"((?:[^"]|"")*)"$/s;

/** A cell as a person sees it: without what nobody sees, without space around it, text that was written as a formula as text. */
export function cleaned(cell: string): string {
  const seen = plainlyAscii(cell)
    ? cell
    : cell.replace(unseen, '').replace(idleJoiner, '').replace(oddSpace, ' ');
  const trimmed = seen.trim();
  if (!trimmed.startsWith('=')) return trimmed;
  const text = textAsFormula.exec(trimmed)?.[1];
  return text === undefined ? trimmed : text.replaceAll('""', '"').trim();
}

function plainlyAscii(text: string): boolean {
  return /^[\u0000-\u007f]*$/.test(text);
}

/** A heading in one line, as a person sees it. */
export function headingOf(cell: string): string {
  return cleaned(cell).replace(/\s+/g, ' ');
}

/** What programs write where they know nothing. */
const nothing = new Set([
  ...['null', '(null)', '<null>', 'nil', 'none', 'n/a', '#n/a', 'n.a.', 'na', 'n/k', 'nk', '-', '--', '.'],
  ...['unknown', 'not known', 'not recorded', 'not applicable', 'not available', '(blank)', 'blank', 'tbc'],
  ...['#value!', '#ref!', '#name?', '#div/0!'],
]);

/** Of these, what may also be a name that somebody has, unless it is written as a program writes it. */
const mayBeNames = new Set(['null', 'nil', 'none', 'na', 'nk', 'blank', 'tbc']);
const names: readonly ImportColumn[] = ['given_name', 'family_name'];

/** Columns in which not to know is an answer of its own, and how it is written. */
const knowsNotKnowing: readonly ImportColumn[] = ['gender', 'ethnic_category'];
const notKnown = new Set(['unknown', 'not known', 'n/k', 'nk']);

/** Columns whose cells are words, in which an apostrophe may stand first. */
const inWords: readonly ImportColumn[] = [...names, 'address_line_1', 'clinical_notes'];

const numbers: readonly ImportColumn[] = ['nhs_number', 'contact_phone', 'source_system_id', 'school_urn'];

/**
 * What a cell of one of our columns says; empty where it says that nothing is known. Without the marks by which a
 * spreadsheet keeps a text from being a number or a formula.
 */
export function meant(column: ImportColumn, cell: string): string {
  const text = unguarded(cleaned(cell));
  const plain = inWords.includes(column) ? text : text.replace(/^'(?=[\p{L}\p{N}])/u, '');
  if (saysNothing(column, plain)) return '';
  const whole = numbers.includes(column) ? writtenOut(plain) : plain;
  return column === 'contact_phone' ? whole.replace(withoutNought, '0$&') : whole;
}

/** A telephone number that a spreadsheet took for a number. */
const withoutNought = /^[1237]\d{9}$/;

function saysNothing(column: ImportColumn, text: string): boolean {
  const word = text.toLowerCase();
  if (!nothing.has(word)) return false;
  if (knowsNotKnowing.includes(column) && notKnown.has(word)) return false;
  return !(names.includes(column) && mayBeNames.has(word) && text !== 'NULL');
}

const inPowers = /^(\d)(?:[.,](\d+))?E\+?(\d{1,2})$/i;

/** A number that a spreadsheet wrote in powers of ten, in all its digits where none is lost; otherwise as it stands. */
function writtenOut(text: string): string {
  const [, first = '', rest = '', power = ''] = inPowers.exec(text) ?? [];
  return first !== '' && rest.length === Number(power) ? `${first}${rest}` : text;
}

/** Whether a spreadsheet has rounded a number, so that its last digits are lost. */
export function isRounded(text: string): boolean {
  return inPowers.test(text);
}

/** Said of a number that a spreadsheet has rounded. */
export const rounded = 'Excel has rounded this number; format the column as text and export again';
