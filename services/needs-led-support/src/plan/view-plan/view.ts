import { impactIn, needDomains, otherHelp, services, textOf } from '@waymark/care-types';
import type { AggregateStore, Stored } from '@waymark/aggregate-store';
import { PathwayId, SupportState } from '@waymark/events';
import { view } from '@waymark/http';
import { notHereYet, type Arrivals } from '@waymark/service-base';
import { z } from 'zod';
import { childOf, type ChildParts } from '../child.ts';
import type { Plan } from '../domain/plan.ts';

const Answer = SupportState.extend({
  excluded: z.array(
    z.object({ listingId: z.string(), title: z.string(), code: z.string(), text: z.string() }),
  ),
});

type ViewParts = ChildParts & { plans: AggregateStore<Plan>; arrivals: Pick<Arrivals, 'now'> };

export const viewPlan = view({
  id: 'view-plan',
  summary:
    'What is suggested to a family while it waits, with the reason for each, and why other support is not',
  path: '/plans/:pathwayId',
  permission: 'support:view',
  params: z.strictObject({ pathwayId: PathwayId }),
  load: async ({ params, viewer, may }, { plans, arrivals, ...parts }: ViewParts) => {
    const stored = await plans.get(params.pathwayId);
    if (!stored) return notHereYet(arrivals.now());
    const whose = await childOf(stored.state, { viewer, may }, parts);
    return { ...stored, whose, words: wordsOf(stored) };
  },
  page: { template: 'plan/view-plan/page.njk' },
  api: { body: Answer, of: ({ state }) => Answer.parse(state) },
  version: ({ version }) => version,
  audits: ({ state }) => ({ subjects: [state.personId], purpose: 'support while waiting' }),
});

function wordsOf({ state }: Stored<Plan>) {
  return {
    service: textOf(services, state.service),
    otherHelp: (state.ending?.otherHelp ?? []).map((code) => textOf(otherHelp, code)),
    needs: state.needs
      .filter((need) => need.notSaid || need.home + need.school + need.community > 0)
      .map((need) => ({
        text: textOf(needDomains, need.domain),
        home: impactIn(need, 'home'),
        school: impactIn(need, 'school'),
        community: impactIn(need, 'community'),
      })),
  };
}
