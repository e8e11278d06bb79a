import type { Contact, Fact, FactOf } from '../fact.ts';
import type { Finding } from '../evidence.ts';
import type { Settings } from '../settings.ts';

const SOURCE = 'NHS England, Recording and reporting RTT waiting times, v5.0 (February 2025), rules 4 and 5';
const SOURCE_OF_START =
  'NHS England, Recording and reporting RTT waiting times, v5.0 (February 2025), §3.2 and §11';

/**
 * What stopped a wait, and with which status; 21 where it was passed on to another service, 98 where it was none: both
 * are no stop of a wait.
 */
export type Ending = {
  status: '30' | '31' | '32' | '33' | '34' | '35' | '36' | '21' | '98';
  finding: Finding;
  settings: Partial<Settings>;
};

/** The missed appointment was not clearly communicated, and the referral ended because of it: the wait goes on. §4.4.1.3. */
export function isUnheeded(fact: Fact, lastContact: Contact | null): boolean {
  const endsByMissing =
    fact.type === 'discharged' ||
    (fact.type === 'referral-closed' && (fact.reason === undefined || fact.reason === '05'));
  return endsByMissing && lastContact?.attendance === '3' && lastContact.communicated === false;
}

/** An end after which the wait goes on elsewhere, or that shows that there was none. */
function noStop(status: '21' | '98', says: string, { factId, on }: Pick<Fact, 'factId' | 'on'>): Ending {
  const rule = status === '21' ? 'rtt-passed-on' : 'rtt-no-wait';
  return { status, finding: { rule, source: SOURCE_OF_START, says, facts: [factId], on }, settings: {} };
}

const stop = (
  status: Exclude<Ending['status'], '33' | '21' | '98'>,
  says: string,
  { factId, on }: Pick<Fact, 'factId' | 'on'>,
): Ending => ({
  status,
  finding: { rule: `rtt-stop-${status}`, source: `${SOURCE} (code ${status})`, says, facts: [factId], on },
  settings: {},
});

/**
 * A discharge stops the clock on the day it was communicated. After a later appointment to which the child was not
 * brought the guidance names both that day and the day of the appointment; the setting decides.
 */
function discharge(fact: Fact, lastContact: Contact | null, settings: Settings): Ending {
  const ending = stop('34', 'Discharged without treatment', fact);
  if (lastContact?.attendance !== '3') return ending;
  const reading = settings['discharge-after-missed-appointment'];
  return {
    status: '34',
    finding: {
      ...ending.finding,
      says: 'Discharged after a later appointment to which the child was not brought',
      facts: [...ending.finding.facts, lastContact.factId],
      on: reading === 'day-of-appointment' ? lastContact.on : fact.on,
    },
    settings: { 'discharge-after-missed-appointment': reading },
  };
}

/** The end of a referral that a consultant-led service took up, under its own clock. */
export function takenUpElsewhere(fact: Pick<Fact, 'factId' | 'on'>): Ending {
  return noStop('21', 'Taken up by a consultant-led service, under a clock of its own', fact);
}

/** A rejection stops the clock where the child goes back to the referrer's care, not where there was no referral to take. */
function rejection(fact: FactOf<'rejected'>): Ending {
  if (fact.reason === '01') return noStop('98', 'The referral was a duplicate of another one', fact);
  if (fact.reason === '03')
    return noStop('98', 'The referral was returned as incomplete: if it comes again, the wait goes on', fact);
  return stop('34', 'The referral was declined', fact);
}

/** How a fact stops a running clock; null where it does not. */
export function endingOf(fact: Fact, lastContact: Contact | null, settings: Settings): Ending | null {
  switch (fact.type) {
    case 'treatment-started':
      return stop('30', 'First treatment began', fact);
    case 'active-monitoring':
      return fact.by === 'patient'
        ? stop('31', 'Active monitoring began, as the child or family wished', fact)
        : stop('32', 'Active monitoring began, as the professional advised', fact);
    case 'decision-not-to-treat':
      return stop('34', 'Decision not to treat', fact);
    case 'rejected':
      return rejection(fact);
    case 'referral-closed':
      if (fact.reason === '08')
        return noStop('21', 'Passed on to another service, where the wait goes on', fact);
      return stop('34', 'The referral was closed without treatment', fact);
    case 'discharged':
      return discharge(fact, lastContact, settings);
    case 'treatment-declined':
      return stop('35', 'The child or family declined the treatment offered', fact);
    case 'died':
      return stop('36', 'The child died', fact);
    default:
      return null;
  }
}

/** The first appointment after the referral, clearly communicated, to which the child was not brought: the wait is deleted. */
export function firstMissed({ factId, on }: Contact): Ending {
  return {
    status: '33',
    finding: {
      rule: 'rtt-nullified-33',
      source:
        'NHS England, Recording and reporting RTT waiting times, v5.0 (February 2025), §4.4.1.3 (code 33)',
      says: 'The child was not brought to the first appointment: this wait is deleted, and a new one starts when another is booked',
      facts: [factId],
      on,
    },
    settings: {},
  };
}
