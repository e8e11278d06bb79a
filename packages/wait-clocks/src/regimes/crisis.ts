import { isAttended, startOfLondonDay, type Moment } from '@waymark/care-types';
import type { Contact, ReferralReceived } from '../fact.ts';
import type { Evidence, Finding } from '../evidence.ts';
import { defineRegime, type Regime, type Wait } from '../regime.ts';
import type { Settings } from '../settings.ts';
import type { CaseHistory, Referral } from '../case-history.ts';
import { untilStopped } from '../rules/until-seen.ts';

const SOURCE =
  'NHS England Mental Health Monthly Statistics, urgent and emergency care; Clinically-led Review of Standards';

const faceToFace = '01';

/** The moment of a fact; without a time, the beginning of its day, as the national figures have it. */
function momentOf({ at, on }: Pick<ReferralReceived | Contact, 'at' | 'on'>): Moment {
  return at ?? startOfLondonDay(on);
}

/** The first contact face to face at which the child was seen, not before the referral came in. */
function crisisContact({ received, contacts }: Referral): Contact | undefined {
  const began = msOf(received);
  let first: Contact | undefined;
  for (const contact of contacts)
    if (
      contact.mechanism === faceToFace &&
      contact.on >= received.on &&
      isAttended(contact.attendance) &&
      msOf(contact) >= began &&
      (first === undefined || msOf(contact) < msOf(first))
    )
      first = contact;
  return first;
}

const msOf = (fact: Pick<Contact, 'at' | 'on'>): number => Date.parse(momentOf(fact));

/** Contacts at which the child may have been seen since the referral, of which the time of day is not known. */
function mayHaveSeen({ received, contacts }: Referral, prefix: string): Evidence[] {
  const facts = contacts.filter(
    ({ at, on, attendance, mechanism }) =>
      at === undefined && on === received.on && mechanism === faceToFace && isAttended(attendance),
  );
  if (facts.length === 0) return [];
  return [
    {
      rule: `${prefix}-may-have-been-seen`,
      source: SOURCE,
      says: 'The child may have been seen: the time of a contact on that day is not known',
      facts: facts.map(({ factId }) => factId),
    },
  ];
}

function untimed(prefix: string, { at, factId }: Pick<Contact, 'at' | 'factId'>, what: string): Evidence[] {
  if (at !== undefined) return [];
  return [
    {
      rule: `${prefix}-time-missing`,
      source: SOURCE,
      says: `The time of ${what} is not known and counts as midnight`,
      facts: [factId],
    },
  ];
}

function waitOf(
  referral: Referral,
  history: CaseHistory,
  settings: Settings,
  prefix: string,
  until: ReturnType<typeof untilStopped>,
): Wait {
  const { received } = referral;
  const contact = crisisContact(referral);
  const stop: Finding | null = contact
    ? {
        rule: `${prefix}-face-to-face`,
        source: SOURCE,
        says: 'First seen face to face',
        facts: [contact.factId],
        on: contact.on,
      }
    : null;
  const wait = until(referral, history, stop);
  const stoppedBy = wait.state === 'stopped' ? contact : wait.state === 'ended' ? referral.end : undefined;
  const reading = settings['crisis-elapsed'];
  return {
    ...wait,
    evidence: [
      ...wait.evidence,
      ...untimed(prefix, received, 'the referral'),
      ...(wait.state === 'stopped' && contact ? untimed(prefix, contact, 'the contact') : []),
      ...(wait.state === 'running' ? mayHaveSeen(referral, prefix) : []),
    ],
    settings: reading === 'instants' ? {} : { 'crisis-elapsed': reading },
    between: { from: momentOf(received), to: stoppedBy === undefined ? null : momentOf(stoppedBy) },
  };
}

/** What one of the crisis regimes is, beside what they share. */
type CrisisRegime<Id extends string> = Pick<Regime<Id>, 'id' | 'title' | 'shortTitle' | 'appliesTo'> & {
  prefix: string;
  minutes: number | null;
  scope: string;
};

function crisisRegime<const Id extends string>({
  prefix,
  minutes,
  scope,
  ...regime
}: CrisisRegime<Id>): Regime<Id> {
  const until = untilStopped({ prefix, source: SOURCE, scope });
  return defineRegime({
    ...regime,
    limit: minutes === null ? null : { minutes },
    bands: null,
    holds: { from: null, until: null },
    source: SOURCE,
    section: '§2.4',
    needs: [
      {
        needed: {
          code: 'to-be-seen-face-to-face',
          short: 'to be seen face to face',
          says: 'To be seen face to face',
        },
      },
    ],
    timedFacts: ({ received, contacts }) => [received, ...contacts],
    waits: (history, settings, inScope) =>
      inScope.map((referral) => waitOf(referral, history, settings, prefix, until)),
  });
}

const crisisTeams = new Set<string | undefined>(['A02', 'A18', 'A19']);

/** Very urgent to a crisis team: four hours, face to face. */
export const crisisVeryUrgent = crisisRegime({
  id: 'crisis-very-urgent-4h',
  title: 'Crisis, very urgent: four hours',
  shortTitle: 'Crisis, 4 hours',
  prefix: 'crisis4h',
  minutes: 240,
  scope: 'Very urgent (priority 4), to a crisis team, a crisis line or a single point of access',
  appliesTo: ({ team, priority }) => priority === '4' && crisisTeams.has(team),
});
/** Urgent to a crisis team: 24 hours, face to face. */
export const crisisUrgent = crisisRegime({
  id: 'crisis-urgent-24h',
  title: 'Crisis, urgent: 24 hours',
  shortTitle: 'Crisis, 24 hours',
  prefix: 'crisis24h',
  minutes: 1_440,
  scope: 'Urgent (priority 2), to a crisis team, a crisis line or a single point of access',
  appliesTo: ({ team, priority }) => priority === '2' && crisisTeams.has(team),
});
/** An emergency is counted; the national measures give it no limit. */
export const crisisEmergency = crisisRegime({
  id: 'crisis-emergency',
  title: 'Crisis, emergency: no limit is measured',
  shortTitle: 'Emergency',
  prefix: 'crisisem',
  minutes: null,
  scope: 'Emergency (priority 1), to a crisis team, a crisis line or a single point of access',
  appliesTo: ({ team, priority }) => priority === '1' && crisisTeams.has(team),
});
/** From an emergency department to mental health liaison: one hour, face to face. */
export const liaison = crisisRegime({
  id: 'liaison-1h',
  title: 'Liaison in the emergency department: one hour',
  shortTitle: 'Liaison, 1 hour',
  prefix: 'liaison1h',
  minutes: 60,
  scope: 'From an emergency department to a liaison team',
  appliesTo: ({ team, source }) => source === 'H1' && (team === 'A11' || team === 'C05'),
});
