import { todayInLondon } from '@waymark/care-types';
import { ownRecords, view } from '@waymark/http';
import { usualReview } from '../domain/needs-plan.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { labelsOf, listsOn } from '../../shared/lists.ts';

export const startPlanForm = view({
  id: 'start-plan-form',
  summary: 'The form to begin a plan of needs: who leads it, the child, needs and strengths, what is tried',
  path: '/plans/new',
  permission: 'plan:write',
  load: async ({ clock, reach, viewer }, { organisations }: { organisations: Organisations }) => {
    const today = todayInLondon(clock);
    return {
      today,
      usualReview: usualReview(today),
      own: reach === 'any' ? undefined : organisations.byCode(viewer.organisation ?? ''),
      lists: listsOn(today),
      ...labelsOf(organisations),
    };
  },
  relation: ownRecords,
  page: { template: 'needs-plan/start-plan/page.njk' },
});
