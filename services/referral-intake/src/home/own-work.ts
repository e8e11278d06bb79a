import { todayInLondon, type CalendarDate } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { counted, ownWork, type WorkLine } from '@waymark/http';
import type { Viewer } from '@waymark/policy';
import type { DuplicatePairs } from '../duplicates/index.ts';
import { waitingStates, type Import } from '../import/domain/import.ts';
import { importsSeen } from '../import/domain/importer.ts';
import type { NeedsPlans } from '../needs-plan/index.ts';
import type { ReferralRecord } from '../referral/domain/referral-record.ts';
import type { StatedRiskParts, TriageParts } from '../referral/index.ts';
import { triageCounts } from '../triage/index.ts';

type Parts = {
  referrals: AggregateStore<ReferralRecord>;
  pairs: DuplicatePairs;
  plans: NeedsPlans;
  imports: AggregateStore<Import>;
} & Pick<StatedRiskParts, 'familyRequests'> &
  TriageParts;

type Asking = { viewer: Viewer; today: CalendarDate; basePath: string };

/** What waits for each role: triage for direct care, answers and reviews for who refers, files for who imports. */
export const work = ownWork(async ({ may, viewer, clock, basePath }, parts: Parts) => {
  const asking = { viewer, today: todayInLondon(clock), basePath };
  const isOwn = may('referral:list') && !may('referral:triage');
  const lines = await Promise.all([
    may('referral:triage') ? linesOfTriage(asking, parts) : [],
    isOwn ? linesOfReferrer(asking, parts) : [],
    may('referral:import') ? linesOfImports(asking, may, parts) : [],
  ]);
  return lines.flat();
});

async function linesOfTriage({ today, basePath }: Asking, parts: Parts): Promise<WorkLine[]> {
  const [{ toDecide, late, atRisk, unanswered }, families, familiesAtRisk, pairs] = await Promise.all([
    triageCounts(parts, today),
    parts.familyRequests.countWaiting(),
    parts.familyRequests.countWaiting({ atRisk: true }),
    parts.pairs.count({ 'state.state': 'open' }),
  ]);
  const triage = `${basePath}/triage`;
  const notes = [
    ...(late > 0 ? [`${late.toLocaleString('en-GB')} past ${parts.decideWithin} working days`] : []),
    ...(unanswered > 0 ? [counted(unanswered, 'answer is late', 'answers are late')] : []),
  ];
  return [
    ...some('today', atRisk, ['referral with serious risk', 'referrals with serious risk'], triage),
    ...some(
      'today',
      familiesAtRisk,
      ['family request with serious risk', 'family requests with serious risk'],
      `${basePath}/from-families`,
    ),
    {
      when: 'waits',
      says: counted(toDecide, 'referral to triage', 'referrals to triage'),
      ...(notes.length > 0 && { note: notes.join(', ') }),
      href: triage,
    },
    ...some(
      'waits',
      families,
      ['request from a family to decide about', 'requests from families to decide about'],
      `${basePath}/from-families`,
    ),
    ...some(
      'waits',
      pairs,
      ['pair of records to compare', 'pairs of records to compare'],
      `${basePath}/duplicates`,
    ),
  ];
}

async function linesOfReferrer({ viewer, today, basePath }: Asking, parts: Parts): Promise<WorkLine[]> {
  const organisation = viewer.organisation ?? '';
  const own = { 'state.organisation': organisation, 'state.closedOn': null };
  const [returned, received, reviews] = await Promise.all([
    parts.referrals.count({ ...own, 'state.referral.status': 'returned' }),
    parts.referrals.count({ ...own, 'state.referral.status': 'received' }),
    parts.plans.countOverdue(organisation, today),
  ]);
  return [
    {
      when: 'waits',
      says: counted(
        returned,
        'referral returned to you for information',
        'referrals returned to you for information',
      ),
      href: `${basePath}/?status=returned`,
    },
    ...some('waits', reviews, ['plan of needs to review', 'plans of needs to review'], `${basePath}/plans`),
    {
      when: 'known',
      says: counted(
        received,
        'of your referrals waits for a decision',
        'of your referrals wait for a decision',
      ),
      href: `${basePath}/?status=received`,
    },
  ];
}

async function linesOfImports(
  { viewer, basePath }: Asking,
  may: Parameters<typeof importsSeen>[1],
  { imports }: Parts,
): Promise<WorkLine[]> {
  const seen = importsSeen(viewer, may);
  const waiting = await imports.count({ ...seen, 'state.state': { $in: [...waitingStates] } });
  const isAll = viewer.roles.includes('operator');
  const words = ['imported file waits for you', 'imported files wait for you'] as const;
  if (!isAll) return some('waits', waiting, words, `${basePath}/imports`);
  return [{ when: 'waits', says: counted(waiting, ...words), href: `${basePath}/imports` }];
}

/** A line where there is something. */
function some(
  when: WorkLine['when'],
  count: number,
  [one, many]: readonly [string, string],
  href: string,
): WorkLine[] {
  return count > 0 ? [{ when, says: counted(count, one, many), href }] : [];
}
