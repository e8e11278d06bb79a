/** The time of day of an instant, as a clock on the wall shows it. */
export function timeInLondon(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO('Europe/London').toPlainTime().toString({ smallestUnit: 'minute' });
}
