import { refuse, type Refused } from '@waymark/decisions';
import { type ReferralState } from '@waymark/events';
import type { ReferralRecord } from './referral-record.ts';

/** Where a referral stands. `same-again`: it may be the same as one that waits, and a person says so first. `over`: the wait that it opened has ended by what happened on the pathway. */
export const triageStatuses = [
  'received',
  'same-again',
  'returned',
  'accepted',
  'declined',
  'redirected',
  'withdrawn',
  'duplicate',
  'over',
] as const;
export type TriageStatus = (typeof triageStatuses)[number];

type Step = {
  /** The command, as the history names it. */
  command: string;
  permission: 'referral:accept' | 'referral:triage' | 'referral:inform' | 'referral:withdraw';
  /** Where a referral must stand for it. */
  from: readonly TriageStatus[];
};

const undecided = ['received', 'returned'] as const;
const open = [...undecided, 'accepted'] as const;

/** What can be done with a referral, by whom, and where it must stand: the whole of triage in one table. */
export const steps = {
  accept: { command: 'accept-referral', permission: 'referral:accept', from: undecided },
  return: { command: 'return-referral', permission: 'referral:triage', from: ['received'] },
  answer: { command: 'answer-return', permission: 'referral:inform', from: ['returned'] },
  decline: { command: 'decline-referral', permission: 'referral:triage', from: undecided },
  redirect: { command: 'redirect-referral', permission: 'referral:triage', from: open },
  circumstances: {
    command: 'change-circumstances',
    permission: 'referral:inform',
    from: [...open, 'same-again'],
  },
  correct: { command: 'correct-referral', permission: 'referral:triage', from: open },
  withdraw: { command: 'withdraw-referral', permission: 'referral:withdraw', from: open },
  reopen: {
    command: 'reopen-referral',
    permission: 'referral:triage',
    from: ['declined', 'redirected', 'withdrawn'],
  },
} as const satisfies Record<string, Step>;
export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as StepName[];
export type StepPermission = (typeof steps)[StepName]['permission'];

/** Where a referral stands now. */
export function triageStatusOf({
  referral,
  closedOn,
  sameAgain,
}: Pick<ReferralRecord, 'referral' | 'closedOn' | 'sameAgain'>): TriageStatus {
  const { status } = referral;
  if (sameAgain && status === 'received') return 'same-again';
  const ended: readonly TriageStatus[] = ['declined', 'redirected', 'withdrawn', 'duplicate'];
  return closedOn !== null && !ended.includes(status) ? 'over' : status;
}

/** Whether it is still asked for and nothing has ended it: it waits for a decision, for an answer, or with a team. */
export function isOpen(status: TriageStatus): boolean {
  return open.some((each) => each === status);
}

/** Whether a step is possible where a referral stands. */
export function possible(name: StepName, status: TriageStatus): boolean {
  const from: readonly TriageStatus[] = steps[name].from;
  return from.includes(status);
}

/** Whether a person may take a step now, and otherwise why not: where the referral stands, or who they are. */
export type Now =
  { step: StepName; allowed: true } | { step: StepName; allowed: false; why: TriageStatus | 'role' };

/** Every step: whether this person may take it now, and why not. */
export function stepsNow(status: TriageStatus, may: (permission: StepPermission) => boolean): Now[] {
  return stepNames.map((step): Now => {
    if (!may(steps[step].permission)) return { step, allowed: false, why: 'role' };
    return possible(step, status) ? { step, allowed: true } : { step, allowed: false, why: status };
  });
}

/** The refusal of a step that is not possible where the referral stands; undefined where it is. */
export function refusedNow(name: StepName, record: ReferralRecord): Refused | undefined {
  const status = triageStatusOf(record);
  return possible(name, status) ? undefined : refuse('not-now', { status });
}

/** The referral without the question that it waited for: it is answered, or a team has decided without. */
export function withoutQuestion(referral: ReferralState): ReferralState {
  const { returnedOn: _on, answerBy: _by, askedFor: _for, ...rest } = referral;
  return rest;
}

/** The referral as if it had never ended: accepted where a team had taken it on, and otherwise to be decided. */
export function withoutEnd(referral: ReferralState): ReferralState {
  const { declinedOn: _on, declineReason: _why, otherHelp: _help, ...undeclined } = referral;
  const { redirectedOn: _away, redirectedTo: _to, redirectReason: _because, ...rest } = undeclined;
  return { ...rest, status: rest.acceptedOn === null ? 'received' : 'accepted', withdrawnOn: null };
}
