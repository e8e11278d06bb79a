import type { TriageStatus, StepName } from './triage.ts';

/** What a step is called where it can be chosen. */
export const stepTitles: Readonly<Record<StepName, string>> = {
  accept: 'Accept to a team',
  return: 'Ask for more information',
  answer: 'Answer what was asked',
  decline: 'Do not take it on',
  redirect: 'Pass it on to another provider',
  circumstances: 'Say what has changed',
  correct: 'Correct the referral',
  withdraw: 'Withdraw the referral',
  reopen: 'Open it again',
};

/** Where a referral stands, in a sentence. */
const statusSentences: Readonly<Record<TriageStatus, string>> = {
  received: 'The referral waits for a decision.',
  'same-again': 'The child waits for this service already: say first whether it is the same referral again.',
  returned: 'The referral waits for an answer.',
  accepted: 'The referral is accepted already.',
  declined: 'The referral was not taken on.',
  redirected: 'The referral was passed on to another provider.',
  withdrawn: 'The referral is withdrawn already.',
  duplicate: 'The referral is the same as another one, which goes on in its place.',
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
  return ended.includes(why) ? `${stands} Open it again first.` : stands;
}
