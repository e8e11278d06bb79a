/** Triage: the worklist of the team, and every step by which a referral is decided, changed or ended. */
import { readTeams } from './adapters/read-teams.ts';
import { acceptForm, acceptReferral } from './accept-referral/action.ts';
import { answerForm, answerReturn } from './answer-return/action.ts';
import { changeOfCircumstances, circumstancesForm } from './change-circumstances/action.ts';
import { correctForm, correctReferral } from './correct-referral/action.ts';
import { declineForm, declineReferral } from './decline-referral/action.ts';
import { receivedDate, receivedDateForm } from './received-date/action.ts';
import { redirectForm, redirectReferral } from './redirect-referral/action.ts';
import { reopenForm, reopenReferral } from './reopen-referral/action.ts';
import { returnForm, returnReferral } from './return-referral/action.ts';
import { triageList } from './triage-list/view.ts';
import { withdrawForm, withdrawReferral } from './withdraw-referral/action.ts';

export { triageCounts } from './triage-list/undecided.ts';

/** Whom each team sees. */
export function parts() {
  return { teams: readTeams() };
}

export const actions = [
  acceptReferral,
  returnReferral,
  answerReturn,
  declineReferral,
  redirectReferral,
  changeOfCircumstances,
  correctReferral,
  receivedDate,
  withdrawReferral,
  reopenReferral,
];

export const views = [
  triageList,
  acceptForm,
  returnForm,
  answerForm,
  declineForm,
  redirectForm,
  circumstancesForm,
  correctForm,
  receivedDateForm,
  withdrawForm,
  reopenForm,
];
