/** A calendar date as people write it: 12 January 2026. */
export function dayWords(day: string): string {
  return Temporal.PlainDate.from(day).toLocaleString('en-GB', { dateStyle: 'long' });
}
