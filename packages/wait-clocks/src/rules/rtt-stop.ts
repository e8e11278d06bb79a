import type { Contact, Fact } from '../fact.ts';
import type { Finding } from '../evidence.ts';
import type { Settings } from '../settings.ts';

const SOURCE = 'NHS England, Recording and reporting RTT waiting times, v5.0 (February 2025), rules 4 and 5';

/** What stopped a wait, and with which status. */
export type Ending = {
  status: '30' | '31' | '32' | '33' | '34' | '35' | '36';
  finding: Finding;
  settings: Partial<Settings>;
};

const stop = (
  status: Exclude<Ending['status'], '33'>,
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
      return stop('34', 'The referral was not taken on', fact);
    case 'referral-closed':
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
