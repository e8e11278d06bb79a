import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { pathwayEvents, type Envelope, type PathwayState } from '@waymark/events';
import { on, type Handled } from '@waymark/messaging';
import type { Directory } from '../../directory/domain/listing.ts';
import { follow, type Plan } from '../domain/plan.ts';

export type Parts = { plans: AggregateStore<Plan>; directory: Directory; codeKey: string; clock: Clock };

/** Every event of a pathway carries its full state, so any of them may be the first to come. */
export const followPathway = pathwayEvents.map((type) => on(type, handle));

function handle(
  event: Envelope<PathwayState>,
  { plans, directory, codeKey, clock }: Parts,
): Promise<Handled> {
  return plans.react(event.data.pathwayId, event, (plan) =>
    follow(plan, event.data, { directory, codeKey, today: todayInLondon(clock) }),
  );
}
