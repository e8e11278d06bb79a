import type { TriageStatus, StepName } from './triage.ts';

/** What a step is called where it can be chosen. */
export const stepTitles: Readonly<Record<StepName, string>> = {
  accept: 'Accept referral',
  return: 'Return for information',
  answer: 'Answer what was asked',
  decline: 'Decline referral',
  redirect: 'Redirect referral',
  circumstances: 'Record changed circumstances',
  correct: 'Correct referral',
  withdraw: 'Withdraw referral',
  reopen: 'Reopen referral',
};

/** Where a referral stands, in a sentence. */
const statusSentences: Readonly<Record<TriageStatus, string>> = {
  received: 'The referral waits for a decision.',
  'same-again': 'The child waits for this service already: say first whether it is the same referral again.',
  returned: 'The referral waits for an answer.',
  accepted: 'The referral is accepted already.',
  declined: 'The referral was declined.',
  redirected: 'The referral was redirected to another provider.',
  withdrawn: 'The referral is withdrawn already.',
  duplicate: 'The referral is a duplicate of another one, which goes on.',
  over: 'The wait is over.',
};

const ended: readonly TriageStatus[] = ['declined', 'redirected', 'withdrawn'];

/** Why a step cannot be taken now: where the referral stands, and what would have to come first; or who the person is. */
export function whyNot(step: StepName, why: TriageStatus | 'role'): string {
  if (why === 'role') return 'Your role does not have permission for this.';
  const stands = statusSentences[why];
  if (why === 'duplicate') return `${stands} If they are two, undo that decision first.`;
  if (step === 'reopen')
    return why === 'over' ? `${stands} Log a new referral instead.` : `${stands} It is open.`;
  if (step === 'answer' && !ended.includes(why) && why !== 'over') return `${stands} Nothing is asked for.`;
  return ended.includes(why) ? `${stands} Reopen it first.` : stands;
}
