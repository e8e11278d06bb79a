import { addDays, todayInLondon } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { counted, ownWork, type WorkLine } from '@waymark/http';
import type { Pathway } from '../pathway/domain/pathway.ts';
import { datedReviews, openRisks } from '../priority/index.ts';

type Parts = { pathways: AggregateStore<Pathway> };

const open = { 'state.list': { $in: ['waiting', 'stopped'] } };

/** What waits for direct care: serious risk, and the priority reviews of this week; for who monitors, how many wait. */
export const work = ownWork(async ({ may, clock, basePath }, { pathways }: Parts): Promise<WorkLine[]> => {
  if (!may('priority:decide')) return may('system:counts') ? [await openWaits(pathways)] : [];
  const today = todayInLondon(clock);
  const [atRisk, dueThisWeek, overdue, reviews] = await Promise.all([
    pathways.count(openRisks),
    pathways.count({ ...datedReviews, 'state.priority.reviewDue': { $lte: endOfWeek(today) } }),
    pathways.count({ ...datedReviews, 'state.priority.reviewDue': { $lt: today } }),
    pathways.count(datedReviews),
  ]);
  const notes = [
    ...(overdue > 0 ? [counted(overdue, 'of them is overdue', 'of them are overdue')] : []),
    ...(reviews > dueThisWeek ? [counted(reviews - dueThisWeek, 'is due later', 'are due later')] : []),
  ];
  return [
    ...(atRisk > 0
      ? [
          {
            when: 'today' as const,
            says: counted(atRisk, 'same-day risk to take up', 'same-day risks to take up'),
            href: `${basePath}/same-day-risk`,
          },
        ]
      : []),
    {
      when: 'waits',
      says: counted(dueThisWeek, 'priority review due this week', 'priority reviews due this week'),
      ...(notes.length > 0 && { note: notes.join(', ') }),
      href: `${basePath}/priority`,
    },
  ];
});

async function openWaits(pathways: Parts['pathways']): Promise<WorkLine> {
  const waits = await pathways.count(open);
  return { when: 'known', says: counted(waits, 'open wait', 'open waits'), href: null };
}

/** The Sunday of the week. */
function endOfWeek(day: ReturnType<typeof todayInLondon>) {
  return addDays(day, 7 - Temporal.PlainDate.from(day).dayOfWeek);
}
