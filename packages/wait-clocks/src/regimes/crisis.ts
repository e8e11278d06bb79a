import { isAttended, startOfLondonDay, type Moment } from '@waymark/care-types';
import type { Contact, ReferralReceived } from '../fact.ts';
import type { Evidence } from '../clock.ts';
import type { Finding, Regime, Wait } from '../regime.ts';
import type { Settings } from '../settings.ts';
import type { CaseHistory, Referral } from '../case-history.ts';
import { holdsFor } from '../which-regimes.ts';
import { untilStopped } from '../rules/until-seen.ts';

const SOURCE =
  'NHS England Mental Health Monthly Statistics, urgent and emergency care; Clinically-led Review of Standards';

const faceToFace = '01';

/** The moment of a fact; without a time, the beginning of its day, as the national figures have it. */
export function momentOf({ at, on }: Pick<ReferralReceived | Contact, 'at' | 'on'>): Moment {
  return at ?? startOfLondonDay(on);
}

/** The first contact face to face at which the child was seen, not before the referral came in. */
export function crisisContact({ received, contacts }: Referral): Contact | undefined {
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
    ],
    settings: reading === 'instants' ? {} : { 'crisis-elapsed': reading },
    between: { from: momentOf(received), to: stoppedBy === undefined ? null : momentOf(stoppedBy) },
  };
}

type CrisisId = 'crisis-emergency' | 'crisis-very-urgent-4h' | 'crisis-urgent-24h' | 'liaison-1h';

function regime(id: CrisisId, prefix: string, title: string, minutes: number | null, scope: string): Regime {
  const until = untilStopped({ prefix, source: SOURCE, scope, needs: ['To be seen face to face'] });
  return {
    id,
    title,
    limit: minutes === null ? null : { minutes },
    bands: null,
    holds: { from: null, until: null },
    source: SOURCE,
    section: '§2.4',
    waits: (history, settings) =>
      history.referrals
        .filter(({ received }) => holdsFor[id](received))
        .map((referral) => waitOf(referral, history, settings, prefix, until)),
  };
}

/** Very urgent to a crisis team: four hours, face to face. */
export const crisisVeryUrgent = regime(
  'crisis-very-urgent-4h',
  'crisis4h',
  'Crisis, very urgent: four hours',
  240,
  'Very urgent (priority 4), to a crisis team, a crisis line or a single point of access',
);
/** Urgent to a crisis team: 24 hours, face to face. */
export const crisisUrgent = regime(
  'crisis-urgent-24h',
  'crisis24h',
  'Crisis, urgent: 24 hours',
  1_440,
  'Urgent (priority 2), to a crisis team, a crisis line or a single point of access',
);
/** An emergency is counted; the national measures give it no limit. */
export const crisisEmergency = regime(
  'crisis-emergency',
  'crisisem',
  'Crisis, emergency: no limit is measured',
  null,
  'Emergency (priority 1), to a crisis team, a crisis line or a single point of access',
);
/** From an emergency department to mental health liaison: one hour, face to face. */
export const liaison = regime(
  'liaison-1h',
  'liaison1h',
  'Liaison in the emergency department: one hour',
  60,
  'From an emergency department to a liaison team',
);
