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
};

/** A list of codes that names where it comes from. */
export type CodeList<Code extends string = string> = {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly version: string;
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
  if (new Set(entries.map((entry) => entry.code)).size !== entries.length) {
    throw new Error(`Code list ${list.id} has the same code twice`);
  }
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

/** The entries that could be used on the date, in the order of the list. */
export function entriesOn<Code extends string>(
  list: CodeList<Code>,
  date: CalendarDate,
): readonly CodeEntry<Code>[] {
  return list.entries.filter((entry) => holdsOn(entry, date));
}
