import { todayInLondon } from '@waymark/care-types';
import type { CommandMeta, Decision, Outcome } from '@waymark/decisions';
import { duplicatePairIdFrom, ReferralId } from '@waymark/events';
import { action, view, type Action, type View } from '@waymark/http';
import { z } from 'zod';
import type { StepField } from '../../shared/form-fields.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { statedIn, takeBackStated, takeInStated } from '../../referral/index.ts';
import { appendStep, stepPlace } from '../../referral/domain/steps-taken.ts';
import { note } from '../../shared/note.ts';
import { becauseField } from '../decide-duplicate/form.ts';
import {
  countFromOwn,
  endAsSame,
  goOn,
  goOnFromEarlier,
  receiveForAnother,
  waitAgain,
  type AgainId,
} from './decide.ts';
import { againParams, shownAgain, type AgainParts } from './view.ts';

type Parts = AgainParts & { index: BlindIndex };
type Name = 'same' | 'another-child' | 'goes-on' | 'undo';

type Definition = {
  name: Name;
  command: string;
  title: string;
  submit: string;
  follows: string;
  /** What was done, for the page that follows. */
  says: string;
  /** Where the two must stand. */
  from: 'open' | 'same';
  /** `noted` writes down why, in the same write as the decision. */
  run(
    referralId: ReferralId,
    command: CommandMeta,
    parts: Parts,
    noted: (decision: Decision<ReferralRecord>) => Decision<ReferralRecord>,
  ): Promise<Outcome<ReferralRecord>>;
};

const Decided = z.object({ referralId: ReferralId, state: z.enum(['open', 'same', 'goes-on']) });

/** Under this id the two referrals note what was decided about them. */
const idOf = (referralId: ReferralId, index: BlindIndex): AgainId => ({
  pairId: duplicatePairIdFrom(index.bytesOf('same again', referralId)),
  round: 1,
});

function decision({ name, command: id, title, submit, follows, says, from, run }: Definition): {
  form: View<AgainParts>;
  act: Action<Parts>;
} {
  const path = `/same-again/:referralId/${name}` as const;
  const fields: StepField[] = [becauseField];
  const form = view({
    id: `${id}-form`,
    summary: `${title}: the form`,
    path,
    permission: 'duplicate:decide',
    params: againParams,
    load: async ({ params, clock }, parts: AgainParts) => {
      const shown = await shownAgain(params.referralId, todayInLondon(clock), parts);
      return (
        shown && { ...shown, step: name, title, submit, follows, fields, possible: shown.state === from }
      );
    },
    page: { template: 'duplicates/same-again/decide.njk' },
    version: ({ version }) => version,
    audits: ({ personId }) => ({ subjects: [personId], purpose: 'decide about two referrals' }),
  });
  const act = action({
    id,
    summary: `${title}: ${follows}`,
    path,
    permission: 'duplicate:decide',
    params: againParams,
    body: z.strictObject({ because: note('Why you decide so') }),
    expects: 'version',
    run: ({ params: { referralId }, body, command }, parts: Parts) => {
      const because = parts.cipher.seal(body.because, stepPlace(referralId, command.at.instant));
      return run(referralId, command, parts, (decided) => {
        if (decided.kind === 'refused') return decided;
        const steps = appendStep(decided.state.steps, command, { note: because });
        return { ...decided, state: { ...decided.state, steps } };
      });
    },
    refusals: {
      'not-the-same-again': () => 'This referral is like any other by now: nothing is left to decide.',
      'decided-already': () => 'Somebody has decided already. Look at the two referrals as they are now.',
      'already-taken': () =>
        'The child waits on the first referral still. One child waits once for a service.',
      'nothing-to-undo': () => 'There is no decision to undo.',
      'no-longer-there': () => 'One of the two is no longer there. Look at the list again.',
    },
    form,
    then: {
      page: () => '/duplicates',
      says: () => says,
      api: ({ id: referralId, state: { sameAgain } }) => ({
        status: 200,
        body: { referralId, state: sameAgain ? (sameAgain.decided === 'same' ? 'same' : 'open') : 'goes-on' },
      }),
    },
    responses: Decided,
  });
  return { form, act };
}

const gone: Outcome<ReferralRecord> = { kind: 'refused', code: 'no-longer-there', facts: {} };

/** The two referrals and their child, as they stand. */
async function bothOf(referralId: ReferralId, { referrals, people }: Parts) {
  const second = (await referrals.get(referralId))?.state;
  const of = second?.sameAgain?.of;
  const first = of && (await referrals.get(of))?.state;
  const child = first && (await people.details(first.referral.personId));
  if (!second || !first || !child) return undefined;
  const { dateOfBirth, addressHidden = false } = child;
  return { second, first, kept: { personId: first.referral.personId, dateOfBirth, addressHidden } };
}

const same = decision({
  name: 'same',
  says: 'Recorded: same referral again. The older referral goes on.',
  command: 'same-again',
  title: 'It is the same referral again',
  submit: 'Make them one referral',
  follows:
    'The newer referral ends in favour of the older one, which is no discharge. The wait counts from the earlier of the two days. It can be undone.',
  from: 'open',
  run: async (referralId, command, parts, noted) => {
    const both = await bothOf(referralId, parts);
    if (!both) return gone;
    const { second, first, kept } = both;
    const id = idOf(referralId, parts.index);
    const outcome = await parts.referrals.change(referralId, command, (record) =>
      noted(endAsSame(record, first, kept, id, command)),
    );
    if (outcome.kind !== 'done') return outcome;
    const { expected: _ofTheSecond, ...own } = command;
    await parts.referrals.change(first.referral.referralId, { ...own, key: `${own.key} first` }, (record) =>
      goOnFromEarlier(record, second, kept, id, command),
    );
    return (await takeInStated(outcome, 'fills', own, parts)) ?? outcome;
  },
});

const anotherChild = decision({
  name: 'another-child',
  says: 'Recorded: different children. The referral has a record of its own.',
  command: 'another-child',
  title: 'It is of another child',
  submit: 'Give it a record of its own',
  follows:
    'The referral gets a record of its own with what it stated, and waits like any other. The first child’s record stays as it is.',
  from: 'open',
  run: async (referralId, command, parts, noted) => {
    const { referrals, people, cipher } = parts;
    const second = (await referrals.get(referralId))?.state;
    const stated = second && statedIn(second, cipher)?.child;
    if (!second?.sameAgain || !stated) return gone;
    const { gender: _gender, ethnicCategory: _category, ...details } = stated;
    const personId = await people.registerApart(details, referralId, command);
    return referrals.change(referralId, command, (record) => noted(receiveForAnother(record, personId)));
  },
});

const goesOn = decision({
  name: 'goes-on',
  says: 'Recorded: the referral goes on. It waits for a decision in triage.',
  command: 'goes-on',
  title: 'The first one has ended: this one goes on',
  submit: 'Let it go on',
  follows: 'The referral waits like any other, from the day on which it was received.',
  from: 'open',
  run: async (referralId, command, parts, noted) => {
    const outcome = await parts.referrals.change(referralId, command, (record) => noted(goOn(record)));
    if (outcome.kind !== 'done') return outcome;
    const { expected: _of, ...own } = command;
    return (await takeInStated(outcome, 'fills', own, parts)) ?? outcome;
  },
});

const undo = decision({
  name: 'undo',
  says: 'Decision undone. The two referrals wait for a decision again.',
  command: 'undo-same-again',
  title: 'Undo the decision',
  submit: 'Undo it',
  follows: 'The two are two referrals again, each with its own day, and somebody decides anew.',
  from: 'same',
  run: async (referralId, command, parts, noted) => {
    const id = idOf(referralId, parts.index);
    const outcome = await parts.referrals.change(referralId, command, (record) =>
      noted(waitAgain(record, id)),
    );
    const first = outcome.kind === 'done' ? outcome.state.sameAgain?.of : undefined;
    if (first === undefined) return outcome;
    const { expected: _ofTheSecond, ...own } = command;
    await parts.referrals.change(first, { ...own, key: `${own.key} first` }, (record) =>
      countFromOwn(record, id),
    );
    if (outcome.kind === 'done')
      await takeBackStated(outcome.state, outcome.state.referral.personId, own, parts);
    return outcome;
  },
});

export const sameAgainActions = [same.act, anotherChild.act, goesOn.act, undo.act];
export const sameAgainForms = [same.form, anotherChild.form, goesOn.form, undo.form];
