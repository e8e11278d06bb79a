import { z } from 'zod';
import { calendarDate } from './calendar.ts';
import type { CalendarDate } from './calendar.ts';

/** One code: our words for it, the first and last date on which it may be used, and the national words or a caution as a note. */
export type CodeEntry<Code extends string = string> = {
  readonly code: Code;
  readonly text: string;
  readonly from?: CalendarDate;
  readonly until?: CalendarDate;
  readonly note?: string;
  /** Older codes and other words that records and files have for it, in any case and with any signs between. */
  readonly also?: readonly string[];
  /** Of a retired code: the one that is used in its place. */
  readonly now?: string;
  /** It is held where a record does not say, and no form offers it. */
  readonly offered?: false;
  /** It may be used, and nobody has published what it means: records and files may hold it, and no form offers it. */
  readonly meaning?: 'not published';
};

/** A list of codes that names where it comes from. */
export type CodeList<Code extends string = string> = {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly version: string;
  /** A second character may follow a code of one, for local use: it does not change what the code says. */
  readonly secondCharacter?: 'local';
  readonly entries: readonly CodeEntry<Code>[];
};

/** The code of a list: `CodeIn<typeof teamType>`. */
export type CodeIn<List> = List extends CodeList<infer Code> ? Code : never;

type Written<Code extends string> = Omit<CodeEntry<Code>, 'from' | 'until'> & {
  from?: string;
  until?: string;
};

/** A code list as it stands in its file, with dates as text. Throws where a date does not exist or a code stands twice. */
export function codeList<const Code extends string>(
  list: Omit<CodeList<Code>, 'entries'> & { entries: readonly Written<Code>[] },
): CodeList<Code> {
  const entries = list.entries.map(({ from, until, ...entry }) => ({
    ...entry,
    ...(from === undefined ? {} : { from: calendarDate(from) }),
    ...(until === undefined ? {} : { until: calendarDate(until) }),
  }));
  const codes = new Set<string>(entries.map((entry) => entry.code));
  if (codes.size !== entries.length) throw new Error(`Code list ${list.id} has the same code twice`);
  for (const { now } of entries)
    if (now !== undefined && !codes.has(now)) throw new Error(`Code list ${list.id} has no code ${now}`);
  return { ...list, entries };
}

/** What a list allows, in words: "A1 (GP practice), A2 (health visitor)". */
export function allowedIn(list: CodeList): string {
  return list.entries.map((entry) => `${entry.code} (${entry.text})`).join(', ');
}

/** A schema that takes the codes of the list and says, for anything else, what is allowed. What was typed is never repeated. */
export function codeOf<Code extends string>(list: CodeList<Code>): z.ZodEnum<{ [Key in Code]: Key }> {
  const codes = Object.fromEntries(list.entries.map((entry) => [entry.code, entry.code])) as {
    [Key in Code]: Key;
  };
  return z.enum(codes, {
    error: ({ input }) =>
      input === undefined ? `${list.title} is needed` : `${list.title} must be one of: ${allowedIn(list)}`,
  });
}

const written = new WeakMap<CodeList, ReadonlyMap<string, string>>();

/**
 * The code that a record means: the code itself in either case, with or without its leading noughts, its words, or
 * what else it is called; undefined where the list has nothing like it. A retired code stays what it is (`codeNow`).
 */
export function codeWritten<Code extends string>(list: CodeList<Code>, text: string): Code | undefined {
  const known = written.get(list) ?? spellingsOf(list);
  written.set(list, known);
  const plain = plainOf(text);
  const local = list.secondCharacter === 'local' && plain.length === 2 ? plain.slice(0, 1) : plain;
  return (known.get(plain) ?? known.get(local)) as Code | undefined;
}

/** The code that is used today in place of a retired one; any other code as it is. */
export function codeNow<Code extends string>(list: CodeList<Code>, code: Code): Code {
  return (list.entries.find((entry) => entry.code === code)?.now as Code | undefined) ?? code;
}

/** Codes come first, then their words, then what else they are called: no word takes the place of a code. */
function spellingsOf(list: CodeList): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  const note = (text: string, code: string) => {
    const plain = plainOf(text);
    if (plain !== '' && !spellings.has(plain)) spellings.set(plain, code);
  };
  for (const { code } of list.entries) note(code, code);
  for (const { code, text } of list.entries) note(text, code);
  for (const { code, also = [] } of list.entries) for (const other of also) note(other, code);
  return spellings;
}

/** What stays of a code or of words when they are written a little differently: `05` and `5.0` as `5`, `a01` as `a1`. */
function plainOf(text: string): string {
  const number = /^\s*0*(\d+)(?:\.0+)?\s*$/.exec(text)?.[1];
  if (number !== undefined) return number;
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^\p{L}\p{N}✓✔]/gu, '')
    .replace(/^([a-z])0+(\d)$/, '$1$2');
}

/** The words for a code; for a code that the list does not have, the code itself. */
export function textOf(list: CodeList, code: string): string {
  return list.entries.find((entry) => entry.code === code)?.text ?? code;
}

function holdsOn(entry: CodeEntry, date: CalendarDate): boolean {
  return (
    (entry.from === undefined || entry.from <= date) && (entry.until === undefined || date <= entry.until)
  );
}

/** Whether the list has the code and it could be used on the date. */
export function validOn(list: CodeList, code: string, date: CalendarDate): boolean {
  return list.entries.some((entry) => entry.code === code && holdsOn(entry, date));
}

/** Whether a form may offer it. */
function isOffered({ offered, meaning }: CodeEntry): boolean {
  return offered !== false && meaning === undefined;
}

/** The entries that a form may offer, whatever the date, in the order of the list. */
export function offeredIn<Code extends string>(list: CodeList<Code>): readonly CodeEntry<Code>[] {
  return list.entries.filter(isOffered);
}

/**
 * The entries that could be used on the date and are offered, in the order of the list; and the one that a record holds
 * already, so that a form that shows it does not change it.
 */
export function entriesOn<Code extends string>(
  list: CodeList<Code>,
  date: CalendarDate,
  held?: Code,
): readonly CodeEntry<Code>[] {
  return list.entries.filter((entry) => entry.code === held || (isOffered(entry) && holdsOn(entry, date)));
}
