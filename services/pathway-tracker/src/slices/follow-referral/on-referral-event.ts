import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import {
  pathwayIdOf,
  referralAccepted,
  referralAnswered,
  referralCircumstancesChanged,
  referralCorrected,
  referralDeclined,
  referralNeedsProfiled,
  referralReceived,
  referralRedirected,
  referralReopened,
  referralReturned,
  referralWithdrawn,
  type Envelope,
  type ReferralState,
} from '@waymark/events';
import { on, type Handled } from '@waymark/messaging';
import type { Pathway } from '../../domain/pathway.ts';
import { follow } from './decide.ts';

export type Parts = { pathways: AggregateStore<Pathway>; clock: Clock };

/** Every event of a referral carries its full state, so any of them may open the pathway. */
export const followReferral = [
  on(referralReceived, hear),
  on(referralAccepted, hear),
  on(referralReturned, hear),
  on(referralAnswered, hear),
  on(referralDeclined, hear),
  on(referralRedirected, hear),
  on(referralWithdrawn, hear),
  on(referralReopened, hear),
  on(referralCorrected, hear),
  on(referralNeedsProfiled, hear),
  on(referralCircumstancesChanged, hear),
];

function hear(event: Envelope<ReferralState>, { pathways, clock }: Parts): Promise<Handled> {
  return pathways.react(pathwayIdOf(event.data.referralId), event, (pathway) =>
    follow(pathway, event.data, todayInLondon(clock)),
  );
}
