import { join } from 'node:path';
import { topics } from '@waymark/events';
import { serviceClient, requestCookie } from '@waymark/http';
import { serviceBase, type Service, type Dependencies } from '@waymark/service-base';
import { duplicateIndex } from './adapters/duplicates/duplicate-index.ts';
import { duplicatePairsSettings } from './adapters/duplicates/duplicate-pairs.ts';
import { joinedPeople } from './adapters/duplicates/joined-people.ts';
import { findAsOne, knownAsOne } from './adapters/duplicates/known-as-one.ts';
import { lookedAt } from './adapters/duplicates/looked-at.ts';
import { noticedPeople } from './adapters/duplicates/noticed-people.ts';
import { drafts, draftsSettings } from './adapters/drafts/drafts.ts';
import { familyRequests, familyRequestsSettings } from './adapters/family-requests/family-requests.ts';
import { blindIndex } from './adapters/identity/blind-index.ts';
import { fieldCipher } from './adapters/identity/field-cipher.ts';
import { configuredKeys } from './adapters/identity/key-provider.ts';
import { readDeprivation } from './adapters/open-data/read-deprivation.ts';
import { readOrganisations } from './adapters/open-data/read-organisations.ts';
import { importRows, importRowsSettings } from './adapters/identity/import-rows.ts';
import { notify } from './adapters/notify/notify.ts';
import { findPeople } from './adapters/people/find-people.ts';
import { needsPlans, needsPlansSettings } from './adapters/needs-plans/needs-plans.ts';
import { readPlanRules } from './adapters/needs-plans/read-plan-rules.ts';
import { people, peopleSettings } from './adapters/people/people.ts';
import { searchIndexing } from './adapters/people/search-index.ts';
import { spool } from './adapters/spool/spool.ts';
import { notifySettings, type Config } from './config.ts';
import { mostCodes } from './domain/family-code.ts';
import { Import } from './domain/import.ts';
import { ReferralRecord } from './domain/referral-record.ts';
import { duplicateMeasures } from './measures/duplicate-measures.ts';
import { referralMeasures } from './measures/referral-measures.ts';
import { saveDraftSteps, sendDraft, startDraft, throwDraftAway } from './slices/draft-referral/action.ts';
import { draftKeeping } from './slices/draft-referral/keep-drafts.ts';
import {
  checkDraft,
  draftCrisis,
  startReferral,
  stepViews,
  throwAwayPage,
} from './slices/draft-referral/view.ts';
import { askForCode, askForCodeAgain, confirmByCode } from './slices/family-code/action.ts';
import { codePage, familySent } from './slices/family-code/view.ts';
import { familyStepActions, leaveFamilyForm } from './slices/family-form/action.ts';
import { hourlyShare } from './slices/family-form/hourly-share.ts';
import { requestKeeping } from './slices/family-form/keep-requests.ts';
import {
  familyCheck,
  familyCrisis,
  familyDoor,
  familyStepViews,
  familyThrowAway,
} from './slices/family-form/view.ts';
import { fromFamilies } from './slices/screen-list/view.ts';
import { notNow, notNowForm } from './slices/screen-not-now/action.ts';
import { viewFamilyRequest } from './slices/screen-request/view.ts';
import { takeRequest, takeRequestForm } from './slices/screen-take/action.ts';
import { duplicateActions, duplicateForms } from './slices/decide-duplicate/action.ts';
import { unfinishedDuplicates } from './slices/decide-duplicate/unfinished.ts';
import { findChild } from './slices/find-child/action.ts';
import { findPage } from './slices/find-child/view.ts';
import { duplicateLooking } from './slices/find-duplicates/looking.ts';
import { followPathway } from './slices/follow-pathway/on-pathway-event.ts';
import { importReferrals } from './slices/import-referrals/action.ts';
import { importing } from './slices/import-referrals/importing.ts';
import { matchings, matchingsSettings } from './slices/import-referrals/matchings.ts';
import {
  importPage,
  importProgress,
  importTemplate,
  rejectedRowsOfImport,
  summaryOfImport,
} from './slices/import-referrals/view.ts';
import { matchHeadings } from './slices/match-headings/action.ts';
import { matchHeadingsPage } from './slices/match-headings/view.ts';
import { listReferrals } from './slices/list-referrals/view.ts';
import { logReferral } from './slices/log-referral/action.ts';
import { profileNeeds } from './slices/profile-needs/action.ts';
import { needsForm } from './slices/profile-needs/view.ts';
import { resolvePeople } from './slices/resolve-people/view.ts';
import { searchOrganisations } from './slices/search-organisations/view.ts';
import { addContact, addContactForm } from './slices/add-contact/action.ts';
import { changeContact, changeContactForm } from './slices/change-contact/action.ts';
import { correctPerson, correctPersonForm } from './slices/correct-person/action.ts';
import { hideAddress, hideAddressForm } from './slices/hide-address/action.ts';
import { noteGillick, noteGillickForm } from './slices/note-gillick/action.ts';
import { tellingReferrals } from './slices/person-step/tell-referrals.ts';
import { removeContact, removeContactForm } from './slices/remove-contact/action.ts';
import { showAddress, showAddressForm } from './slices/show-address/action.ts';
import { listDuplicates } from './slices/view-duplicates/list.ts';
import { viewDuplicate } from './slices/view-duplicates/pair.ts';
import { duplicateWeights } from './slices/view-duplicates/weights.ts';
import { viewPerson, wholeRecord } from './slices/view-person/view.ts';
import { loggedReferral, viewReferral } from './slices/view-referral/view.ts';
import { acceptForm, acceptReferral } from './slices/accept-referral/action.ts';
import { answerForm, answerReturn } from './slices/answer-return/action.ts';
import { changeOfCircumstances, circumstancesForm } from './slices/change-circumstances/action.ts';
import { correctForm, correctReferral } from './slices/correct-referral/action.ts';
import { declineForm, declineReferral } from './slices/decline-referral/action.ts';
import { redirectForm, redirectReferral } from './slices/redirect-referral/action.ts';
import { reopenForm, reopenReferral } from './slices/reopen-referral/action.ts';
import { returnForm, returnReferral } from './slices/return-referral/action.ts';
import { triageList } from './slices/triage-list/view.ts';
import { withdrawForm, withdrawReferral } from './slices/withdraw-referral/action.ts';
import { addPlanStep } from './slices/add-plan-step/action.ts';
import { addPlanStepForm } from './slices/add-plan-step/view.ts';
import { endPlan } from './slices/end-plan/action.ts';
import { endPlanForm } from './slices/end-plan/view.ts';
import { joinPlanToReferral } from './slices/join-plan/action.ts';
import { planTelling } from './slices/join-plan/tell-plans.ts';
import { joinPlanForm } from './slices/join-plan/view.ts';
import { listPlans } from './slices/list-plans/view.ts';
import { referWithPlan } from './slices/refer-with-plan/action.ts';
import { referWithPlanForm } from './slices/refer-with-plan/view.ts';
import { reviewPlan } from './slices/review-plan/action.ts';
import { reviewPlanForm } from './slices/review-plan/view.ts';
import { startPlan } from './slices/start-plan/action.ts';
import { startPlanForm } from './slices/start-plan/view.ts';
import { viewPlan } from './slices/view-plan/view.ts';

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
    templates: join(import.meta.dirname, 'slices'),
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
