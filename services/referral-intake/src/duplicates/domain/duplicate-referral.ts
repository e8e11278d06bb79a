import type { CalendarDate } from '@waymark/care-types';
import { decide, refuse, type Decision } from '@waymark/decisions';
import {
  referralDuplicateResolved,
  type DuplicatePairId,
  type PersonId,
  type ReferralId,
  type ReferralState,
} from '@waymark/events';
import { noLongerWaiting, placeIn, type ReferralRecord } from '../../referral/domain/referral-record.ts';

/** The decision that a change of a referral is part of. */
export type Decided = { pairId: DuplicatePairId; round: number };

type Joining = Decided & {
  outcome: 'same-child' | 'same-referral';
  /** The record that stays, and what a referral says of its child. */
  kept: { personId: PersonId; dateOfBirth: CalendarDate; addressHidden: boolean };
  /** The earlier received date of two referrals that are one, for the one that stands. */
  since?: CalendarDate | undefined;
  /** The referral that goes on in its place, for the one that ends. */
  duplicateOf?: ReferralId | undefined;
};

/**
 * What follows for one referral where two records are one child: it is the kept child's, counts from the earlier of two
 * received dates, or ends as a duplicate. What it was is kept beside it, so that it can be taken back.
 */
export function joinReferral(
  record: ReferralRecord,
  { pairId, round, outcome, kept, since, duplicateOf }: Joining,
  on: CalendarDate,
): Decision<ReferralRecord> {
  const { referral, joined = [] } = record;
  if (joined.some((each) => each.pairId === pairId && each.round === round)) return refuse('done');
  const { receivedTime, ...untimed } = referral;
  const { personId, dateOfBirth, outwardPostcode, receivedOn, status } = untimed;
  const moves = personId !== kept.personId;
  const earlier = since !== undefined && since < receivedOn;
  if (!moves && !earlier && duplicateOf === undefined) return refuse('done');
  const next: ReferralState = {
    // The time is that of its own day.
    ...(earlier ? untimed : referral),
    personId: kept.personId,
    dateOfBirth: kept.dateOfBirth,
    ...(kept.addressHidden && { outwardPostcode: null }),
    ...(earlier && { receivedOn: since }),
    ...(duplicateOf && { status: 'duplicate', duplicateOf, duplicateOn: on }),
  };
  const was = {
    personId,
    dateOfBirth,
    outwardPostcode,
    receivedOn,
    ...(receivedTime && { receivedTime }),
    status,
  };
  const made = {
    dateOfBirth: next.dateOfBirth,
    outwardPostcode: next.outwardPostcode,
    receivedOn: next.receivedOn,
  };
  const now = { ...record, referral: next, joined: [...joined, { pairId, round, was, made }] };
  return decide(
    duplicateOf ? noLongerWaiting(now) : waitingAs(now),
    published(record, { ...next, resolved: outcome, pairId, personBefore: moves ? personId : null }),
  );
}

/**
 * The referral becomes what it was before a decision, as far as the decision changed it: what happened to it since
 * stays. `ended`: it stays ended, for the child waits on another one by now.
 */
export function separateReferral(
  record: ReferralRecord,
  { pairId, round }: Decided,
  ended: boolean,
): Decision<ReferralRecord> {
  const { referral, joined = [] } = record;
  const entry = joined.find((each) => each.pairId === pairId && each.round === round);
  if (!entry) return refuse('done');
  const { was } = entry;
  const reopens = referral.status === 'duplicate' && was.status !== 'duplicate' && !ended;
  const { duplicateOf: _of, duplicateOn: _on, ...open } = referral;
  const next: ReferralState = {
    ...(reopens ? { ...open, status: was.status } : referral),
    personId: was.personId,
    ...(referral.dateOfBirth === entry.made.dateOfBirth && { dateOfBirth: was.dateOfBirth }),
    ...(referral.outwardPostcode === entry.made.outwardPostcode && { outwardPostcode: was.outwardPostcode }),
    ...(referral.receivedOn === entry.made.receivedOn && {
      receivedOn: was.receivedOn,
      ...(was.receivedTime && { receivedTime: was.receivedTime }),
    }),
  };
  const now = { ...record, referral: next, joined: joined.filter((each) => each !== entry) };
  const waits = reopens ? { ...now, waitingFor: placeIn(now) } : waitingAs(now);
  return decide(
    waits,
    published(record, {
      ...next,
      resolved: 'undone',
      pairId,
      personBefore: next.personId === referral.personId ? null : referral.personId,
    }),
  );
}

/** A referral that came for a record while that was another's goes back to it, with what it stated. */
export function returnTo(
  record: ReferralRecord,
  { personId, pairId }: { personId: PersonId; pairId: DuplicatePairId },
): Decision<ReferralRecord> {
  const { cameFor, ...rest } = record;
  if (cameFor !== personId) return refuse('done');
  const referral = { ...record.referral, personId };
  const now = waitingAs({ ...rest, referral, learnPending: true });
  return decide(
    now,
    published(now, { ...referral, resolved: 'undone', pairId, personBefore: record.referral.personId }),
  );
}

/** The referral says nothing new but that two records were decided about. */
export function tellOf(
  record: ReferralRecord,
  resolved: 'not-the-same' | 'undone',
  pairId: DuplicatePairId,
): Decision<ReferralRecord> {
  return decide(record, published(record, { ...record.referral, resolved, pairId, personBefore: null }));
}

/** Nobody outside knows of a referral that may be the same again. */
function published(
  { sameAgain }: ReferralRecord,
  data: Parameters<typeof referralDuplicateResolved>[0],
): ReturnType<typeof referralDuplicateResolved>[] {
  return sameAgain ? [] : [referralDuplicateResolved(data)];
}

/** The record with the place that its child keeps while it waits, whoever the child is by now. */
function waitingAs(record: ReferralRecord): ReferralRecord {
  return record.waitingFor === undefined ? record : { ...record, waitingFor: placeIn(record) };
}
