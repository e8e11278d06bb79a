import type { AggregateStore, HistoryEntry } from '@waymark/aggregate-store';
import { dayInWords, londonDateOf } from '@waymark/care-types';
import type { Actor } from '@waymark/decisions';

const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/London' });

/** What each command did, to follow who did it. What is not here was done by the system itself and is shown to nobody. */
const commandLabels: Readonly<Record<string, string>> = {
  'log-referral': 'logged the referral',
  'send-draft': 'logged the referral',
  'take-family-request': 'took what the family sent as a referral',
  'import-referrals': 'took this from a file',
  'accept-referral': 'accepted the referral',
  'return-referral': 'returned the referral for information',
  'answer-return': 'answered what was asked',
  'decline-referral': 'declined the referral',
  'redirect-referral': 'redirected the referral to another provider',
  'change-circumstances': 'recorded changed circumstances',
  'correct-referral': 'corrected the referral',
  'correct-person': 'corrected who the child is',
  'withdraw-referral': 'withdrew the referral',
  'reopen-referral': 'opened the referral again',
  'profile-needs': 'recorded the needs',
  'join-plan': 'said which plan of needs the referral follows',
  'same-child': 'put two records of one child together',
  'same-referral': 'found two referrals to be the same',
  'not-the-same': 'found two records to be of two children',
  'undo-duplicate': 'took back a decision about a duplicate',
  'same-again': 'found it to be the same referral again',
  'another-child': 'found it to be of another child',
  'goes-on': 'let the referral go on, as the first one had ended',
  'undo-same-again': 'took back that it is the same referral again',
  'settle-statement': 'decided about what a referral says otherwise',
  'decide-received-date': 'decided about the day on which it was sent',
};

/** What a command did, to follow who did it; undefined for what no person did. */
export function commandLabel({ command, by }: Pick<HistoryEntry, 'command' | 'by'>): string | undefined {
  if (Object.hasOwn(commandLabels, command)) return commandLabels[command];
  return by.roles.length > 0 ? 'changed the referral' : undefined;
}

const roleWords: Readonly<Record<string, string>> = {
  clinician: 'A clinician',
  triage: 'The triage team',
  referrer: 'The referrer',
  practitioner: 'A practitioner',
  operator: 'An operator',
  family: 'The family',
};

/** Who acted: by role, and "You" to the person themselves. Never a name. */
export function actorLabel({ id, roles }: Actor, viewerId: string): string {
  if (id === viewerId) return 'You';
  return roles.map((role) => roleWords[role]).find((words) => words !== undefined) ?? 'Waymark';
}

/** The time of day in England at an instant. */
export function timeOf(instant: string): string {
  return times.format(Temporal.Instant.from(instant).epochMilliseconds);
}

/** What others did after the version that a person saw, in sentences; the last thing done where no version is named. */
export async function happenedSince(
  seen: number | undefined,
  { store, id, viewerId }: { store: Pick<AggregateStore<never>, 'history'>; id: string; viewerId: string },
): Promise<string> {
  const entries = (await store.history(id)).flatMap((entry) => {
    const deed = commandLabel(entry);
    if (deed === undefined) return [];
    const at = `on ${dayInWords(londonDateOf(entry.at.instant))} at ${timeOf(entry.at.instant)}`;
    return [{ version: entry.version, says: `${actorLabel(entry.by, viewerId)} ${deed} ${at}.` }];
  });
  const since = seen === undefined ? entries.slice(-1) : entries.filter(({ version }) => version > seen);
  return since
    .slice(-3)
    .map(({ says }) => says)
    .join(' ');
}
