import { addDays, todayInLondon, type CalendarDate } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import type { Directory, Listing } from '../../directory/domain/listing.ts';
import type { Plan } from '../../plan/domain/plan.ts';
import { waitedFor } from '../../plan/domain/waited-for.ts';
import { endedWords } from './ended-words.ts';
import { monthNowSeen } from './month-now-seen.ts';
import type { FamilyModel } from './model.ts';
import { plainText } from './plain-text.ts';
import { reasonsInShort } from './reasons-in-short.ts';

export type Parts = { plans: AggregateStore<Plan>; directory: Directory };

const definition = {
  permission: 'family:view' as const,
  load: async (
    { viewer, clock }: { viewer: { pathwayId?: string }; clock: { now(): Temporal.Instant } },
    { plans, directory }: Parts,
  ): Promise<FamilyModel | undefined> => {
    if (viewer.pathwayId === undefined) return undefined;
    const plan = (await plans.get(viewer.pathwayId))?.state;
    const today = todayInLondon(clock);
    return {
      pathwayId: viewer.pathwayId,
      plan,
      service: plan ? waitedFor[plan.service] : '',
      ended: plan && endedWords(plan),
      monthNowSeen: plan && (await nowSeen(plans, plan, today)),
      suggestions: plan ? plan.suggestions.flatMap(shown(plan, directory.listings)) : [],
      today,
    };
  },
  relation: ({ pathwayId }: FamilyModel) => ({ pathwayId }),
};

export const familyPlan = view({
  id: 'family-plan',
  summary: 'A family’s own page: where we are, what may help now, whom to call',
  path: '/family/plan',
  ...definition,
  page: { template: 'family/view-family-plan/page.njk' },
});

export const familyPlanText = view({
  id: 'family-plan-text',
  summary: 'A family’s own page as plain text',
  path: '/family/plan.txt',
  ...definition,
  file: { type: 'text/plain; charset=utf-8', name: () => 'your-page.txt', body: (model) => plainText(model) },
});

/** Children of the same service who came to a first appointment in the last 60 days tell which month is being seen. */
async function nowSeen(plans: AggregateStore<Plan>, { service }: Plan, today: CalendarDate) {
  const received: CalendarDate[] = [];
  for await (const { state } of plans.each({
    'state.service': service,
    'state.firstSeenOn': { $gte: addDays(today, -60) },
  }))
    received.push(state.receivedOn);
  return monthNowSeen(received);
}

function shown({ service }: Plan, listings: readonly Listing[]) {
  return ({ listingId, reasons }: Plan['suggestions'][number]) => {
    const listing = listings.find(({ id }) => id === listingId);
    if (!listing) return [];
    const { title, offers, how, lastAssured } = listing;
    return [{ title, offers, how, lastAssured, why: reasonsInShort(reasons, service) }];
  };
}
