import { addDays, todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { openRisks } from '../list-risks/view.ts';
import { datedReviews, openReviews } from '../list-reviews/view.ts';

/** A review that is due within so many days is for this week. */
const weekDays = 7;

export const countPriority = view({
  id: 'count-priority',
  summary: 'How many same-day risks and priority reviews wait for somebody',
  path: '/priority/count',
  permission: 'priority:decide',
  load: async (_, { pathways, clock }: { pathways: AggregateStore<Pathway>; clock: Clock }) => {
    const today = todayInLondon(clock);
    const until = addDays(today, weekDays);
    const [sameDayRisks, reviews, overdue, dueThisWeek] = await Promise.all([
      pathways.count(openRisks),
      pathways.count(openReviews),
      pathways.count({ ...datedReviews, 'state.priority.reviewDue': { $lt: today } }),
      pathways.count({ ...datedReviews, 'state.priority.reviewDue': { $gte: today, $lte: until } }),
    ]);
    return { sameDayRisks, reviews, overdue, dueThisWeek };
  },
  api: {
    body: z.object({
      sameDayRisks: z.int().describe('Serious risk that nobody has taken up: today'),
      reviews: z.int().describe('Priority reviews that wait for a decision'),
      overdue: z.int().describe('Of these past their day, without those of a same-day risk'),
      dueThisWeek: z
        .int()
        .describe('Of these due today or within seven days, without those of a same-day risk'),
    }),
    of: (counts) => counts,
  },
});
