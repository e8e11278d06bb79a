import { CalendarDate, todayInLondon } from '@waymark/care-types';
import { DuplicatePairId, ReferralId, ReferralState, type PersonId } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import { stepNames, stepsNow, type StepPermission } from '../domain/triage.ts';
import { consentAnswers, consentGivers, Statement } from '../../shared/domain/statement.ts';
import { type NeedsPlans, plansOf } from '../../needs-plan/index.ts';
import type { PlanRule } from '../../needs-plan/domain/plan-required.ts';
import { planShown, PlanShown } from '../join-plan/plan-shown.ts';
import { stepTitles, whyNot } from '../domain/step-words.ts';
import { nextOf } from './next.ts';
import { isTakenUp, Wait, waitInWords, waitOf, type WaitParts } from './the-wait.ts';
import { historySeenBy } from './own-statement.ts';
import { timelineOf } from './timeline.ts';
import { shownReferral, type ShownReferral, type TriageParts, type ViewParts } from './shown-referral.ts';

/** The plans of needs, and where one comes before a referral. */
type OfPlans = { plans: NeedsPlans; planRules: readonly PlanRule[] };

/** The pairs of a child that nobody has decided about. The area of duplicates has them, and `app.ts` passes them in. */
type DuplicateParts = {
  duplicatesToDecide(personId: PersonId): Promise<{ pairId: DuplicatePairId; sameNumber: boolean }[]>;
};

/** How many steps stand at the head of the page; the others are under "More to record". */
const mostNow = 4;

/** What this person may do with a referral now, and why not the rest. */
function linksOf(
  { triageStatus, referral }: ShownReferral,
  { may, basePath }: { may(permission: StepPermission): boolean; basePath: string },
) {
  return stepsNow(triageStatus, may).map((now) => ({
    step: now.step,
    title: stepTitles[now.step],
    method: 'POST' as const,
    href: now.allowed ? `${basePath}/api/referrals/${referral.referralId}/${now.step}` : null,
    whyNot: now.allowed ? null : whyNot(now.step, now.why),
  }));
}

const Link = z.object({
  step: z.enum(stepNames),
  title: z.string(),
  method: z.literal('POST'),
  /** Null where it cannot be done now, by this person. */
  href: z.string().nullable(),
  whyNot: z.string().nullable(),
});

export const viewReferral = view({
  id: 'view-referral',
  summary:
    'One referral: the child, who referred, what for, circumstances, needs, what has happened, clocks, support and what is next',
  path: '/:referralId',
  permission: 'referral:view',
  params: z.strictObject({ referralId: ReferralId }),
  load: async (
    { params, clock, viewer, reach, may, basePath },
    parts: ViewParts & OfPlans & TriageParts & WaitParts & DuplicateParts,
  ) => {
    const today = todayInLondon(clock);
    const [shown, history, wait] = await Promise.all([
      shownReferral(params.referralId, { today, reach }, parts),
      parts.referrals.history(params.referralId),
      waitOf(params.referralId, viewer, may, parts),
    ]);
    if (!shown) return undefined;
    const riskOpen = shown.sameDayRisk && shown.open && !isTakenUp(wait);
    const links = linksOf(shown, { may, basePath });
    const possibleNow = links.filter(({ href }) => href !== null);
    return {
      ...shown,
      consent: consentIn(shown.told),
      plan: await planShown(shown.record, today, { ...parts, own: plansOf({ viewer, reach }) }),
      happened: timelineOf(historySeenBy(reach, history), shown.record, { ...parts, viewerId: viewer.id }),
      riskOpen,
      next: nextOf(shown.record, today, { within: parts.decideWithin, isRiskOpen: riskOpen }),
      wait,
      waiting: waitInWords(wait),
      toDecide: may('duplicate:decide') ? await parts.duplicatesToDecide(shown.personId) : [],
      links,
      doNow: possibleNow.slice(0, mostNow),
      more: possibleNow.slice(mostNow),
    };
  },
  relation: ({ organisation }) => ({ organisation: organisation ?? undefined }),
  page: { template: 'referral/view-referral/page.njk' },
  api: {
    path: '/api/referrals/:referralId',
    body: z.object({
      ...ReferralState.shape,
      givenName: z.string(),
      familyName: z.string(),
      nhsNumber: z.string().nullable(),
      organisation: z.string().nullable(),
      sameDayRisk: z.boolean(),
      notes: z.string().nullable(),
      /** An earlier day that the referrer proposes, until direct care takes or leaves it. */
      proposedReceivedOn: CalendarDate.nullable(),
      /** Whom to ask, consent, strengths and what was tried, as far as it was told. */
      told: Statement,
      history: z.array(
        z.object({
          on: z.string(),
          said: z.string().optional(),
          was: z.string().optional(),
          text: z.string(),
        }),
      ),
      next: z.string(),
      /** The plan of needs that it follows, or by when one is asked for and why. */
      plan: PlanShown,
      /** Clocks from pathway-tracker, suggestions from needs-led-support. */
      wait: Wait,
      toDecide: z
        .array(DuplicatePairId)
        .describe('Pairs in which the child waits for somebody to say whether two records are of one child'),
      links: z.array(Link),
    }),
    of: ({ referral, child, organisation, sameDayRisk, notes, happened, ...shown }) => ({
      ...referral,
      givenName: child?.givenName ?? '',
      familyName: child?.familyName ?? '',
      nhsNumber: child?.nhsNumber ?? null,
      organisation,
      sameDayRisk,
      notes: notes ?? null,
      proposedReceivedOn: shown.proposed?.receivedOn ?? null,
      told: shown.told,
      history: happened,
      next: shown.next,
      plan: shown.plan,
      wait: shown.wait,
      toDecide: shown.toDecide.map(({ pairId }) => pairId),
      links: shown.links,
    }),
  },
  version: ({ version }) => version,
  audits: ({ personId }) => ({ subjects: [personId], purpose: 'read a referral' }),
});

export const loggedReferral = view({
  id: 'logged-referral',
  summary: 'That a referral has been logged, under which reference, and what comes next',
  path: '/:referralId/logged',
  permission: 'referral:view',
  params: z.strictObject({ referralId: ReferralId }),
  load: async ({ params, clock, viewer, reach }, parts: ViewParts & OfPlans) => {
    const today = todayInLondon(clock);
    const shown = await shownReferral(params.referralId, { today, reach }, parts);
    if (!shown) return undefined;
    const own = plansOf({ viewer, reach });
    return { ...shown, plan: await planShown(shown.record, today, { ...parts, own }) };
  },
  relation: ({ organisation }) => ({ organisation: organisation ?? undefined }),
  page: { template: 'referral/view-referral/logged.njk' },
  audits: ({ personId }) => ({ subjects: [personId], purpose: 'read a referral' }),
});

function consentIn({ consent }: Statement) {
  return (
    consent && {
      given: consentAnswers[consent.given],
      by: consent.by && consentGivers[consent.by],
      on: consent.on,
      heldBy: consent.heldBy,
    }
  );
}
