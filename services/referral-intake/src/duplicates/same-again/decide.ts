import { decide, refuse, type CommandMeta, type Decision } from '@waymark/decisions';
import { referralReceived, type DuplicatePairId, type PersonId } from '@waymark/events';
import { placeIn, waitingFor, type ReferralRecord } from '../../referral/domain/referral-record.ts';
import { joinReferral, separateReferral } from '../domain/duplicate-referral.ts';

/** Which decision a change of the two referrals belongs to, so that it can be taken back. */
export type AgainId = { pairId: DuplicatePairId; round: 1 };

/** The child, as both referrals are of the same record. */
type Kept = Parameters<typeof joinReferral>[1]['kept'];

/** The second referral is the first one again: it ends in favour of it. Nobody outside has known of it. */
export function endAsSame(
  second: ReferralRecord,
  first: ReferralRecord,
  kept: Kept,
  id: AgainId,
  { at }: CommandMeta,
): Decision<ReferralRecord> {
  if (!second.sameAgain) return refuse('not-the-same-again');
  if (second.referral.status !== 'received') return refuse('decided-already');
  const joined = joinReferral(
    second,
    { ...id, outcome: 'same-referral', kept, duplicateOf: first.referral.referralId },
    at.date,
  );
  if (joined.kind === 'refused') return joined;
  // What it states is taken into the child's record from now on, and not before it is known whose it is.
  return decide({ ...joined.state, sameAgain: { ...second.sameAgain, decided: 'same' }, learnPending: true });
}

/** The first referral goes on, and counts from the earlier of the two days. */
export function goOnFromEarlier(
  first: ReferralRecord,
  { referral: { receivedOn } }: ReferralRecord,
  kept: Kept,
  id: AgainId,
  { at }: CommandMeta,
): Decision<ReferralRecord> {
  return joinReferral(first, { ...id, outcome: 'same-referral', kept, since: receivedOn }, at.date);
}

/** It was decided wrongly: the second referral waits again for somebody to say whose it is. */
export function waitAgain(second: ReferralRecord, id: AgainId): Decision<ReferralRecord> {
  if (second.sameAgain?.decided !== 'same') return refuse('nothing-to-undo');
  const separated = separateReferral(second, id, false);
  if (separated.kind === 'refused') return separated;
  const { learnPending: _news, ...rest } = separated.state;
  const sameAgain = { of: second.sameAgain.of };
  return decide({ ...rest, sameAgain, waitingFor: placeIn({ ...rest, sameAgain }) });
}

/** The first referral counts again from its own day. */
export function countFromOwn(first: ReferralRecord, id: AgainId): Decision<ReferralRecord> {
  return separateReferral(first, id, false);
}

/** The first referral has ended since: the second one is what the child waits on now. */
export function goOn(second: ReferralRecord): Decision<ReferralRecord> {
  const { sameAgain, ...rest } = second;
  if (!sameAgain) return refuse('not-the-same-again');
  if (second.referral.status !== 'received') return refuse('decided-already');
  return decide({ ...rest, learnPending: true, waitingFor: placeIn(rest) }, [
    referralReceived(rest.referral),
  ]);
}

/** The second referral is of another child, whose record has been made: it is received like any other. */
export function receiveForAnother(second: ReferralRecord, personId: PersonId): Decision<ReferralRecord> {
  const { sameAgain, cameFor: _other, learnPending: _news, ...rest } = second;
  if (!sameAgain) return refuse('not-the-same-again');
  if (second.referral.status !== 'received') return refuse('decided-already');
  const referral = { ...second.referral, personId };
  return decide({ ...rest, referral, waitingFor: waitingFor(personId, referral.service) }, [
    referralReceived(referral),
  ]);
}
