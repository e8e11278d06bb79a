const dayFormat = formatOf({ day: 'numeric', month: 'long', year: 'numeric' });
const shortDayFormat = formatOf({ day: 'numeric', month: 'short', year: 'numeric' });
const monthFormat = formatOf({ month: 'long', year: 'numeric' });

/** A calendar date (`2023-01-12`) as people write it: 12 January 2023. Nothing for what is no date. */
export function dayInWords(day: unknown): string {
  return formatted(day, dayFormat);
}

/** A calendar date where there is little room: 12 Jan 2023. */
export function shortDayInWords(day: unknown): string {
  return formatted(day, shortDayFormat);
}

/** The month of a calendar date: January 2023. */
export function monthInWords(day: unknown): string {
  return formatted(day, monthFormat);
}

/** Words as a sentence begins: with a capital letter. */
export function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Words as they stand within a sentence: with a small letter first. */
export function midSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function formatOf(parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'UTC' });
}

function formatted(value: unknown, format: Intl.DateTimeFormat): string {
  const day = plainDateOf(value);
  return day ? format.format(Date.UTC(day.year, day.month - 1, day.day)) : '';
}

function plainDateOf(value: unknown): Temporal.PlainDate | undefined {
  if (value instanceof Temporal.PlainDate) return value;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  try {
    return Temporal.PlainDate.from(value);
  } catch {
    return undefined;
  }
}
