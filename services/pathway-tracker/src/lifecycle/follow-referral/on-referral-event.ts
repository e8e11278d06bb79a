import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import {
  pathwayIdOf,
  referralDuplicateResolved,
  referralEvents,
  type Envelope,
  type ReferralState,
} from '@waymark/events';
import { on, type Handled } from '@waymark/messaging';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { follow } from './decide.ts';

export type Parts = { pathways: AggregateStore<Pathway>; clock: Clock };

/** Every event of a referral carries its full state, so any of them may open the pathway. */
export const followReferral = referralEvents
  .filter((type) => type !== referralDuplicateResolved)
  .map((type) => on(type, handle));

function handle(event: Envelope<ReferralState>, { pathways, clock }: Parts): Promise<Handled> {
  return pathways.react(pathwayIdOf(event.data.referralId), event, (pathway) =>
    follow(pathway, event.data, todayInLondon(clock)),
  );
}
