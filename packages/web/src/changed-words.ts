import { dayInWords, londonDateOf } from '@waymark/care-types';
import type { ChangedMeanwhile, PageContext, SeenField } from './page.ts';

const roleWords: Readonly<Record<string, string>> = {
  clinician: 'A clinician',
  triage: 'The triage team',
  referrer: 'The referrer',
  practitioner: 'A practitioner',
  commissioner: 'A commissioner',
  operator: 'An operator',
  family: 'The family',
};

const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/London' });

/** Who changed a record meanwhile, and when, each in a sentence: by role, and "You" to the person themselves. Never a name. */
export function changedSince(changed: ChangedMeanwhile, { viewer }: Pick<PageContext, 'viewer'>): string[] {
  const byPeople = changed.since.filter(({ by }) => by.roles.length > 0);
  return (byPeople.length > 0 ? byPeople : changed.since).map(({ by, at }) => {
    const known = by.roles.map((role) => roleWords[role]).find((words) => words !== undefined);
    const who = by.id === viewer?.id ? 'You' : (known ?? 'Waymark');
    const time = times.format(Temporal.Instant.from(at).epochMilliseconds);
    return `${who} changed this on ${dayInWords(londonDateOf(at))} at ${time}.`;
  });
}

/** The values of a field as a person reads them; "Nothing" where there are none. */
export function fieldWords(values: readonly string[], { kind, items = [] }: SeenField): string {
  if (values.length === 0) return items.find(({ value }) => value === '')?.text ?? 'Nothing';
  return values
    .map((value) => {
      if (kind === 'date') return dayInWords(value) || value;
      if (kind === 'choices' && value === 'true' && items.length === 1) return items[0]?.text ?? value;
      return items.find((item) => item.value === value)?.text ?? value;
    })
    .join('; ');
}
