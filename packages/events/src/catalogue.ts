import type { Envelope } from './envelope.ts';
import type { EventType } from './event.ts';
import { importBatchTaken } from './events/import-batch-taken.ts';
import { pathwayBreachForecast } from './events/pathway-breach-forecast.ts';
import { pathwayBreached } from './events/pathway-breached.ts';
import { pathwayClockChanged } from './events/pathway-clock-changed.ts';
import { pathwayClosed } from './events/pathway-closed.ts';
import { pathwayDataQualityFound } from './events/pathway-data-quality-found.ts';
import { pathwayDateReached } from './events/pathway-date-reached.ts';
import { pathwayFactRecorded } from './events/pathway-fact-recorded.ts';
import { pathwayOpened } from './events/pathway-opened.ts';
import { pathwayPriorityDecided } from './events/pathway-priority-decided.ts';
import { pathwayPriorityFlagged } from './events/pathway-priority-flagged.ts';
import { pathwayReopened } from './events/pathway-reopened.ts';
import { pathwayValidated } from './events/pathway-validated.ts';
import { referralAccepted } from './events/referral-accepted.ts';
import { referralDuplicateResolved } from './events/referral-duplicate-resolved.ts';
import { referralNeedsProfiled } from './events/referral-needs-profiled.ts';
import { referralReceived } from './events/referral-received.ts';
import { referralReturned } from './events/referral-returned.ts';
import { referralAnswered } from './events/referral-answered.ts';
import { referralDeclined } from './events/referral-declined.ts';
import { referralRedirected } from './events/referral-redirected.ts';
import { referralReopened } from './events/referral-reopened.ts';
import { referralCorrected } from './events/referral-corrected.ts';
import { referralCircumstancesChanged } from './events/referral-circumstances-changed.ts';
import { referralWithdrawn } from './events/referral-withdrawn.ts';
import { supportSuggested } from './events/support-suggested.ts';
import type { PathwayState } from './states/pathway.ts';
import type { ReferralState } from './states/referral.ts';

/** An event type of which only the contract is of interest, not which data it has. */
export type AnyEventType = Pick<
  EventType,
  'type' | 'name' | 'major' | 'about' | 'topic' | 'key' | 'data' | 'example' | 'parse'
>;

/** An event that carries the full state of its aggregate. */
type EventWithState<State> = AnyEventType & { parse(envelope: Envelope): Envelope<State> };

/** Every event of a referral, each with its full state. Who follows referrals takes them all, and misses none. */
export const referralEvents: readonly EventWithState<ReferralState>[] = [
  referralReceived,
  referralAccepted,
  referralReturned,
  referralAnswered,
  referralDeclined,
  referralRedirected,
  referralWithdrawn,
  referralReopened,
  referralCorrected,
  referralCircumstancesChanged,
  referralNeedsProfiled,
  referralDuplicateResolved,
];

/** Every event of a pathway, each with its full state. Who follows pathways takes them all, and misses none. */
export const pathwayEvents: readonly EventWithState<PathwayState>[] = [
  pathwayOpened,
  pathwayFactRecorded,
  pathwayClockChanged,
  pathwayPriorityFlagged,
  pathwayPriorityDecided,
  pathwayBreachForecast,
  pathwayBreached,
  pathwayDateReached,
  pathwayDataQualityFound,
  pathwayValidated,
  pathwayClosed,
  pathwayReopened,
];

/** Every event of the contract. */
export const catalogue: readonly AnyEventType[] = [
  ...referralEvents,
  importBatchTaken,
  ...pathwayEvents,
  supportSuggested,
];
