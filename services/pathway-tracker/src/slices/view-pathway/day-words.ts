const written = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A calendar date as people write it; nothing for what is none. */
export function dayWords(date: unknown): string {
  if (typeof date !== 'string') return '';
  const { year, month, day } = Temporal.PlainDate.from(date);
  return written.format(Date.UTC(year, month - 1, day));
}
