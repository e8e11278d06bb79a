import type { CalendarDate } from '@waymark/care-types';
import type { Contact, Fact } from './fact.ts';
import type { Finding, Settings } from './regime.ts';

const SOURCE = 'NHS England, Recording and reporting RTT waiting times, v5.0 (February 2025), rules 4 and 5';

type Ending = { finding: Finding; settings: Partial<Settings> };
type Before = { start: CalendarDate; lastContact: Contact | null };

const stop = (code: '30' | '31' | '32' | '34' | '35' | '36', says: string, { factId, on }: Fact): Ending => ({
  finding: { rule: `rtt-stop-${code}`, source: `${SOURCE} (code ${code})`, says, facts: [factId], on },
  settings: {},
});

/**
 * A discharge stops the clock on the day it was communicated. After a later appointment to which the child was not
 * brought the guidance names both that day and the day of the appointment; the setting decides.
 */
function discharge(fact: Fact, { lastContact }: Before, settings: Settings): Ending {
  const told = stop('34', 'Discharged without treatment', fact);
  if (lastContact?.attendance !== '3') return told;
  const reading = settings['discharge-after-missed-appointment'];
  const used = { 'discharge-after-missed-appointment': reading };
  const says = 'Discharged after a later appointment to which the child was not brought';
  return {
    finding: {
      ...told.finding,
      says,
      facts: [...told.finding.facts, lastContact.factId],
      on: reading === 'day-of-appointment' ? lastContact.on : fact.on,
    },
    settings: used,
  };
}

/** How a fact stops a running clock; null where it does not. */
export function endingOf(fact: Fact, before: Before, settings: Settings): Ending | null {
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
      return discharge(fact, before, settings);
    case 'treatment-declined':
      return stop('35', 'The child or family declined the treatment offered', fact);
    case 'died':
      return stop('36', 'The child died', fact);
    case 'referral-received':
    case 'contact':
    case 'care-plan-agreed':
    case 'outcome-measure':
    case 'intervention':
    case 'decision-to-treat':
    case 'rebooked':
      return null;
  }
}
