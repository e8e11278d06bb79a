import { NhsNumber } from '@waymark/care-types';
import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';

const mostShown = 40;

/** What was typed, as it is repeated to the one who typed it: short, on one line, and never an NHS number. */
export function quoted(typed: unknown): string {
  if (typed === null || typed === '') return 'An empty value';
  if (Array.isArray(typed)) return 'A list';
  if (typeof typed === 'object') return 'A group of lines';
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- lists and groups are dealt with above
  const plain = String(typed).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  if (NhsNumber.safeParse(plain).success) return 'An NHS number';
  return `'${plain.length > mostShown ? `${plain.slice(0, mostShown)}…` : plain}'`;
}

/** The word that was most likely meant, where one is near enough: one letter in three may differ. */
export function nearest(typed: unknown, words: readonly string[]): string | undefined {
  if (typeof typed !== 'string' || typed.length > mostShown || words.length === 0) return undefined;
  const plain = plainOf(typed);
  const beginnings = new Map<string, string>();
  for (const word of words) {
    const parts = word.split(' ');
    parts.forEach((_, place) => {
      const beginning = plainOf(parts.slice(0, place + 1).join(' '));
      if (!beginnings.has(beginning)) beginnings.set(beginning, word);
    });
  }
  for (const word of words) beginnings.set(plainOf(word), word);
  const best = closest(plain, [...beginnings.keys()]);
  return distance(plain, best) <= plain.length / 3 ? beginnings.get(best) : undefined;
}

const plainOf = (word: string): string => word.toLowerCase().replace(/[\s_-]+/g, ' ');

/** "Did you mean …? ", where a word is near. */
export function hint(typed: unknown, words: readonly string[]): string {
  const word = nearest(typed, words);
  return word === undefined || word === typed ? '' : `Did you mean '${word}'? `;
}

/** What a schema has against a value, with what was typed and the nearest word that is allowed. */
export function faultWords(issue: z.core.$ZodIssue): string {
  const typed = issue.input;
  const rule = ruleOf(issue);
  if (typed === undefined || (issue.code === 'too_small' && issue.origin === 'array')) return rule;
  const { title, list } = mustBe.exec(issue.message)?.groups ?? {};
  if (title !== undefined && list !== undefined) {
    const codes = [...list.matchAll(/(?:^|, )([^,()]+) \(/g)].map(([, code = '']) => code);
    return `${quoted(typed)} ${isNo(title)}. ${hint(typed, codes)}Write one of: ${list}`;
  }
  if (issue.code === 'invalid_value')
    return `${quoted(typed)} is not known here. ${hint(typed, issue.values.map(String))}${rule}`;
  return `${quoted(typed)} cannot be read here. ${rule}`;
}

const mustBe = /^(?<title>.+?) must be one of: (?<list>.+)$/s;
const ofTheLibrary = /^(Invalid|Too) /;

/** What to write, in words: those of the schema, or ours where it has none of its own. */
function ruleOf(issue: z.core.$ZodIssue): string {
  if (!ofTheLibrary.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_value') return `Write one of: ${issue.values.join(', ')}`;
  if (issue.code === 'too_big') return `Write at most ${String(issue.maximum)} ${unitOf(issue.origin)}`;
  if (issue.code === 'invalid_type') return expected[issue.expected] ?? 'Write a value';
  return 'Write a value';
}

const unitOf = (origin: string): string => (origin === 'string' ? 'characters' : 'entries');
const expected: Readonly<Record<string, string>> = {
  string: 'Write a text',
  number: 'Write a number',
  boolean: 'Write yes or no',
  array: 'Write a list',
  object: 'Write a group of lines, each "key: value"',
  record: 'Write a group of lines, each "key: value"',
};

/** "is not a team type", "does not say how the contact was held". */
function isNo(title: string): string {
  const small = /^[A-Z][a-z]/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
  if (/^(how|what) /.test(small)) return `does not say ${small}`;
  return `is not ${/^[aeio]/i.test(small) ? 'an' : 'a'} ${small}`;
}

/** Tells a long list of what is allowed once; after that, where it stands. */
export function eachListOnce(): (place: string, says: string) => string {
  const places = new Map<string, string>();
  return (place, says) => {
    const list = /(?:one of|Allowed): (?<list>.{80,})$/.exec(says)?.groups?.['list'];
    if (list === undefined) return says;
    const before = places.get(list);
    if (before === undefined) places.set(list, place);
    return before === undefined ? says : says.replace(list, `those named for ${before}`);
  };
}
