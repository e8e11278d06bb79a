import { join } from 'node:path';
import { topics } from '@waymark/events';
import { serviceClient, requestCookie } from '@waymark/http';
import { serviceBase, type Service, type Dependencies } from '@waymark/service-base';
import { duplicateIndex } from './duplicates/adapters/duplicate-index.ts';
import { duplicatePairsSettings } from './duplicates/adapters/duplicate-pairs.ts';
import { joinedPeople } from './person/adapters/merged-people.ts';
import { findAsOne, knownAsOne } from './person/adapters/resolve-merged.ts';
import { lookedAt } from './duplicates/adapters/scan-cursor.ts';
import { noticedPeople } from './person/adapters/with-changed-at.ts';
import { drafts, draftsSettings } from './referral/adapters/drafts.ts';
import { familyRequests, familyRequestsSettings } from './family/adapters/family-requests.ts';
import { blindIndex } from './shared/identity/blind-index.ts';
import { fieldCipher } from './shared/identity/field-cipher.ts';
import { configuredKeys } from './shared/identity/key-provider.ts';
import { readDeprivation } from './referral/adapters/read-deprivation.ts';
import { readOrganisations } from './shared/open-data/read-organisations.ts';
import { importRows, importRowsSettings } from './import/adapters/import-rows.ts';
import { notify } from './family/adapters/notify.ts';
import { findPeople } from './person/adapters/find-people.ts';
import { needsPlans, needsPlansSettings } from './needs-plan/adapters/needs-plans.ts';
import { readPlanRules } from './needs-plan/adapters/read-plan-rules.ts';
import { people, peopleSettings } from './person/adapters/person-store.ts';
import { searchIndexing } from './person/adapters/search-index.ts';
import { spool } from './import/adapters/upload-store.ts';
import { notifySettings, type Config } from './config.ts';
import { mostCodes } from './family/domain/family-code.ts';
import { Import } from './import/domain/import.ts';
import { ReferralRecord } from './referral/domain/referral-record.ts';
import { duplicateMeasures } from './duplicates/measures.ts';
import { referralMeasures } from './referral/measures.ts';
import { saveDraftSteps, sendDraft, startDraft, throwDraftAway } from './referral/draft-referral/action.ts';
import { draftKeeping } from './referral/draft-referral/keep-drafts.ts';
import {
  checkDraft,
  draftCrisis,
  startReferral,
  stepViews,
  throwAwayPage,
} from './referral/draft-referral/view.ts';
import { askForCode, askForCodeAgain, confirmByCode } from './family/family-code/action.ts';
import { codePage, familySent } from './family/family-code/view.ts';
import { familyStepActions, leaveFamilyForm } from './family/family-form/action.ts';
import { hourlyShare } from './family/family-form/hourly-share.ts';
import { requestKeeping } from './family/family-form/keep-requests.ts';
import {
  familyCheck,
  familyCrisis,
  familyDoor,
  familyStepViews,
  familyThrowAway,
} from './family/family-form/view.ts';
import { fromFamilies } from './family/screen-list/view.ts';
import { notNow, notNowForm } from './family/screen-not-now/action.ts';
import { viewFamilyRequest } from './family/screen-request/view.ts';
import { takeRequest, takeRequestForm } from './family/screen-take/action.ts';
import { duplicateActions, duplicateForms } from './duplicates/decide-duplicate/action.ts';
import { unfinishedDuplicates } from './duplicates/decide-duplicate/unfinished.ts';
import { findChild } from './referral/find-child/action.ts';
import { findPage } from './referral/find-child/view.ts';
import { duplicateLooking } from './duplicates/find-duplicates/scan.ts';
import { followPathway } from './referral/follow-pathway/on-pathway-event.ts';
import { importReferrals } from './import/import-referrals/action.ts';
import { importing } from './import/import-referrals/importing.ts';
import { matchings, matchingsSettings } from './import/adapters/matchings.ts';
import {
  importPage,
  importProgress,
  importTemplate,
  rejectedRowsOfImport,
  summaryOfImport,
} from './import/import-referrals/view.ts';
import { matchHeadings } from './import/match-headings/action.ts';
import { matchHeadingsPage } from './import/match-headings/view.ts';
import { listReferrals } from './referral/list-referrals/view.ts';
import { logReferral } from './referral/log-referral/action.ts';
import { profileNeeds } from './referral/profile-needs/action.ts';
import { needsForm } from './referral/profile-needs/view.ts';
import { resolvePeople } from './person/resolve-people/view.ts';
import { searchOrganisations } from './referral/search-organisations/view.ts';
import { addContact, addContactForm } from './person/add-contact/action.ts';
import { changeContact, changeContactForm } from './person/change-contact/action.ts';
import { correctPerson, correctPersonForm } from './person/correct-person/action.ts';
import { hideAddress, hideAddressForm } from './person/hide-address/action.ts';
import { noteGillick, noteGillickForm } from './person/note-gillick/action.ts';
import { tellingReferrals } from './referral/child-referrals/tell-correction.ts';
import { removeContact, removeContactForm } from './person/remove-contact/action.ts';
import { showAddress, showAddressForm } from './person/show-address/action.ts';
import { listDuplicates } from './duplicates/view-duplicates/list.ts';
import { viewDuplicate } from './duplicates/view-duplicates/pair.ts';
import { duplicateWeights } from './duplicates/view-duplicates/weights.ts';
import { viewPerson, wholeRecord } from './person/view-person/view.ts';
import { loggedReferral, viewReferral } from './referral/view-referral/view.ts';
import { acceptForm, acceptReferral } from './triage/accept-referral/action.ts';
import { answerForm, answerReturn } from './triage/answer-return/action.ts';
import { changeOfCircumstances, circumstancesForm } from './triage/change-circumstances/action.ts';
import { correctForm, correctReferral } from './triage/correct-referral/action.ts';
import { declineForm, declineReferral } from './triage/decline-referral/action.ts';
import { redirectForm, redirectReferral } from './triage/redirect-referral/action.ts';
import { reopenForm, reopenReferral } from './triage/reopen-referral/action.ts';
import { returnForm, returnReferral } from './triage/return-referral/action.ts';
import { triageList } from './triage/triage-list/view.ts';
import { withdrawForm, withdrawReferral } from './triage/withdraw-referral/action.ts';
import { addPlanStep } from './needs-plan/add-plan-step/action.ts';
import { addPlanStepForm } from './needs-plan/add-plan-step/view.ts';
import { endPlan } from './needs-plan/end-plan/action.ts';
import { endPlanForm } from './needs-plan/end-plan/view.ts';
import { joinPlanToReferral } from './referral/join-plan/action.ts';
import { planTelling } from './referral/join-plan/tell-plans.ts';
import { joinPlanForm } from './referral/join-plan/view.ts';
import { listPlans } from './needs-plan/list-plans/view.ts';
import { referWithPlan } from './referral/refer-with-plan/action.ts';
import { referWithPlanForm } from './referral/refer-with-plan/view.ts';
import { reviewPlan } from './needs-plan/review-plan/action.ts';
import { reviewPlanForm } from './needs-plan/review-plan/view.ts';
import { startPlan } from './needs-plan/start-plan/action.ts';
import { startPlanForm } from './needs-plan/start-plan/view.ts';
import { viewPlan } from './needs-plan/view-plan/view.ts';

export const actions = [
  logReferral,
  startDraft,
  ...saveDraftSteps,
  sendDraft,
  throwDraftAway,
  startPlan,
  addPlanStep,
  reviewPlan,
  endPlan,
  referWithPlan,
  joinPlanToReferral,
  acceptReferral,
  returnReferral,
  answerReturn,
  declineReferral,
  redirectReferral,
  changeOfCircumstances,
  correctReferral,
  withdrawReferral,
  reopenReferral,
  profileNeeds,
  ...familyStepActions,
  leaveFamilyForm,
  askForCode,
  askForCodeAgain,
  confirmByCode,
  takeRequest,
  notNow,
  ...duplicateActions,
  findChild,
  correctPerson,
  hideAddress,
  showAddress,
  noteGillick,
  addContact,
  changeContact,
  removeContact,
  importReferrals,
  matchHeadings,
];
export const views = [
  startReferral,
  ...Object.values(stepViews),
  draftCrisis,
  checkDraft,
  throwAwayPage,
  listPlans,
  startPlanForm,
  addPlanStepForm,
  reviewPlanForm,
  endPlanForm,
  referWithPlanForm,
  joinPlanForm,
  viewPlan,
  familyDoor,
  ...Object.values(familyStepViews),
  familyCrisis,
  familyCheck,
  familyThrowAway,
  codePage,
  familySent,
  fromFamilies,
  viewFamilyRequest,
  takeRequestForm,
  notNowForm,
  listDuplicates,
  duplicateWeights,
  ...duplicateForms,
  viewDuplicate,
  listReferrals,
  findPage,
  triageList,
  acceptForm,
  returnForm,
  answerForm,
  declineForm,
  redirectForm,
  circumstancesForm,
  correctForm,
  withdrawForm,
  reopenForm,
  viewReferral,
  loggedReferral,
  needsForm,
  searchOrganisations,
  resolvePeople,
  viewPerson,
  wholeRecord,
  correctPersonForm,
  hideAddressForm,
  showAddressForm,
  noteGillickForm,
  addContactForm,
  changeContactForm,
  removeContactForm,
  importPage,
  importProgress,
  rejectedRowsOfImport,
  summaryOfImport,
  importTemplate,
  matchHeadingsPage,
];

/** Who is waiting, for what: the people, their referrals, and the import. The one service that knows who a child is. */
export async function referralIntake(config: Config, outside: Dependencies): Promise<Service> {
  const base = await serviceBase('referral-intake', config, outside);
  const cipher = fieldCipher(configuredKeys(config.IDENTITY_KEY, config.IDENTITY_KEY_BEFORE));
  const index = blindIndex(config.INDEX_KEY);
  const referrals = base.store({
    collection: 'referrals',
    schema: ReferralRecord,
    topic: topics.referrals,
    indexes: [
      { keys: { 'state.referral.reference': 1 }, unique: true },
      { keys: { 'state.waitingFor': 1 }, unique: true, sparse: true },
      { keys: { 'state.referral.receivedOn': -1, _id: 1 } },
      { keys: { 'state.referral.status': 1, 'state.referral.receivedOn': -1, _id: 1 } },
      {
        keys: { 'state.referral.status': 1, 'state.sameDayRisk': -1, 'state.referral.receivedOn': 1, _id: 1 },
      },
      { keys: { 'state.referral.service': 1, 'state.referral.receivedOn': -1, _id: 1 } },
      { keys: { 'state.organisation': 1, 'state.referral.receivedOn': -1, _id: 1 } },
      { keys: { 'state.plan.planId': 1 }, sparse: true },
      { keys: { 'state.referral.personId': 1, 'state.referral.receivedOn': -1, _id: 1 } },
    ],
  });
  const heldPeople = base.store(peopleSettings);
  const children = noticedPeople(heldPeople, outside.clock);
  const joined = joinedPeople(heldPeople, outside.clock);
  const notifying = notifySettings(config);
  const intake = {
    referrals,
    people: knownAsOne(people(children, { cipher, index }), joined),
    findPeople: findAsOne(findPeople(children, { index }), joined),
    children,
    joined,
    pairs: base.store(duplicatePairsSettings),
    duplicates: duplicateIndex(children, { cipher, index, joined }),
    lookedAt: lookedAt(base.db),
    drafts: drafts(base.store(draftsSettings), cipher),
    plans: needsPlans(base.store(needsPlansSettings), { cipher, index }),
    planRules: readPlanRules(),
    familyRequests: familyRequests(base.store(familyRequestsSettings), { cipher, index }),
    family: {
      messages: notifying && notify(notifying, outside),
      phone: config.FAMILY_PHONE,
      cookie: requestCookie(config, outside.clock),
      forms: hourlyShare(config.FAMILY_FORMS_PER_HOUR, outside.clock),
      codes: hourlyShare(config.FAMILY_FORMS_PER_HOUR, outside.clock),
      codesTo: hourlyShare(mostCodes, outside.clock),
    },
    cipher,
    index,
    decileOf: readDeprivation(),
    organisations: readOrganisations(),
    decideWithin: config.TRIAGE_WORKING_DAYS,
    tracker: serviceClient('pathway-tracker', config.PATHWAYS_URL, outside),
    support: serviceClient('needs-led-support', config.SUPPORT_URL, outside),
    imports: base.store({
      collection: 'imports',
      schema: Import,
      indexes: [{ keys: { 'state.startedAt': -1, _id: 1 } }, { keys: { 'state.state': 1 } }],
    }),
    rows: importRows(base.store(importRowsSettings), cipher),
    matchings: matchings(base.store(matchingsSettings), index),
    spool: spool(base.db, cipher),
  };
  referralMeasures(base.registry, { ...intake, clock: outside.clock });
  duplicateMeasures(base.registry, { ...intake, clock: outside.clock });
  const parts = { ...intake, importing: importing(intake, outside) };

  return base.assemble({
    actions,
    views,
    parts,
    templates: import.meta.dirname,
    consumes: { 'referral-intake': followPathway },
    sweeps: [
      parts.importing,
      draftKeeping(parts.drafts, outside),
      planTelling(parts, outside),
      requestKeeping(parts, outside),
      tellingReferrals(parts, outside),
      duplicateLooking(parts, outside),
      unfinishedDuplicates(parts, outside),
      searchIndexing(children, { cipher, index }, outside),
    ],
  });
}
