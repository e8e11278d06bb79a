/** Referrals: logged, drafted, found, listed and viewed, with the needs and the plan that each follows. */
import { serviceClient } from '@waymark/http';
import type { ServiceBase, Dependencies } from '@waymark/service-base';
import type { NeedsPlans } from '../needs-plan/index.ts';
import type { People } from '../person/index.ts';
import type { Identity } from '../shared/identity/identity.ts';
import { drafts, draftsSettings } from './adapters/drafts.ts';
import { readDeprivation } from './adapters/read-deprivation.ts';
import { referralSettings } from './adapters/referral-settings.ts';
import { childReferrals } from './child-referrals/child-referrals.ts';
import { pendingStatements } from './admit/learn-stated.ts';
import { sweepUnreferred, type UnreferredParts } from './admit/sweep-unreferred.ts';
import { pendingCorrections } from './child-referrals/propagate-correction.ts';
import { saveDraftSteps, sendDraft, startDraft, throwDraftAway } from './draft-referral/action.ts';
import { expireDrafts } from './draft-referral/expire-drafts.ts';
import { checkDraft, draftCrisis, startReferral, stepViews, throwAwayPage } from './draft-referral/view.ts';
import { findChild } from './find-child/action.ts';
import { findPage } from './find-child/view.ts';
import { followPathway } from './follow-pathway/on-pathway-event.ts';
import { joinPlanToReferral } from './join-plan/action.ts';
import { linkPlans } from './join-plan/link-plans.ts';
import { joinPlanForm } from './join-plan/view.ts';
import { listReferrals } from './list-referrals/view.ts';
import { logReferral } from './log-referral/action.ts';
import { profileNeeds } from './profile-needs/action.ts';
import { needsForm } from './profile-needs/view.ts';
import { referWithPlan } from './refer-with-plan/action.ts';
import { referWithPlanForm } from './refer-with-plan/view.ts';
import { searchOrganisations } from './search-organisations/view.ts';
import { loggedReferral, viewReferral } from './view-referral/view.ts';

export type { Drafts } from './adapters/drafts.ts';
export { admit, seesAll, type AdmitParts, type Sender } from './admit/admit.ts';
export { inEvenTime } from './admit/even-time.ts';
export { takeBackStated, takeInStated } from './admit/learn-stated.ts';
export { notesIn, sealedNotes, sealedStatement, statedIn } from './adapters/sealed-parts.ts';
export { LogReferral } from './admit/body.ts';
export { toNewReferral, fieldOf, providerOf } from './admit/to-new-referral.ts';
export type { Answer } from './draft-referral/summary.ts';
export { admitRefusals } from './log-referral/action.ts';
export { referralMeasures as measures } from './measures.ts';
export { StatedRisk, statedRisk, type StatedRiskParts } from './stated-risk/stated-risk.ts';
export { historySeenBy, seenBy } from './view-referral/own-statement.ts';
export { correctedWords } from './view-referral/corrected-words.ts';
export {
  fromWords,
  proposalWords,
  shownReferral,
  statusWords,
  type ShownReferral,
  type TriageParts,
  type ViewParts,
} from './view-referral/shown-referral.ts';

export const actions = [
  logReferral,
  startDraft,
  ...saveDraftSteps,
  sendDraft,
  throwDraftAway,
  referWithPlan,
  joinPlanToReferral,
  profileNeeds,
  findChild,
];

export const views = [
  startReferral,
  ...Object.values(stepViews),
  draftCrisis,
  checkDraft,
  throwAwayPage,
  referWithPlanForm,
  joinPlanForm,
  listReferrals,
  findPage,
  viewReferral,
  loggedReferral,
  needsForm,
  searchOrganisations,
];

export const consumes = followPathway;

/** The referrals and the drafts of them, and what is read beside them. */
export function parts(
  base: Pick<ServiceBase, 'store'>,
  { cipher, people }: Pick<Identity, 'cipher'> & { people: People },
) {
  const referrals = base.store(referralSettings);
  const decileOf = readDeprivation();
  return {
    referrals,
    decileOf,
    drafts: drafts(base.store(draftsSettings), cipher),
    childReferrals: childReferrals({ people, referrals, decileOf }),
  };
}
type Parts = ReturnType<typeof parts> &
  Pick<Identity, 'cipher'> & { people: People; plans: NeedsPlans } & UnreferredParts;

/** The other services, as they are read while the page of a referral is made. */
export function otherServices(
  config: { PATHWAYS_URL: string; SUPPORT_URL: string },
  dependencies: Dependencies,
) {
  return {
    tracker: serviceClient('pathway-tracker', config.PATHWAYS_URL, dependencies),
    support: serviceClient('needs-led-support', config.SUPPORT_URL, dependencies),
  };
}

export function sweeps(held: Parts, dependencies: Dependencies) {
  return [
    expireDrafts(held.drafts, dependencies),
    linkPlans(held, dependencies),
    pendingCorrections(held, dependencies),
    pendingStatements(held, dependencies),
    sweepUnreferred(held, dependencies),
  ];
}
