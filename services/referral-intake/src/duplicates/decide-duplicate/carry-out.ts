import type { AggregateStore, Stored } from '@waymark/aggregate-store';
import type { CalendarDate, Clock } from '@waymark/care-types';
import { decide, type CommandMeta } from '@waymark/decisions';
import { type PersonId, type ReferralId } from '@waymark/events';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { takeBackStated, takeInStated } from '../../referral/index.ts';
import type { DuplicatePairs } from '../adapters/duplicate-pairs.ts';
import type { MergedPeople, People } from '../../person/index.ts';
import { systemCommand } from '../../shared/domain/system-command.ts';
import { carriedOut, halt, takenBack, type DuplicatePair } from '../domain/duplicate-pair.ts';
import { joinReferral, returnTo, separateReferral, tellOf } from '../domain/duplicate-referral.ts';
import { waitingFor, type ReferralRecord } from '../../referral/domain/referral-record.ts';

export type CarryOutParts = {
  pairs: DuplicatePairs;
  referrals: AggregateStore<ReferralRecord>;
  people: People;
  mergedPeople: MergedPeople;
  cipher: FieldCipher;
};

type Decision = NonNullable<DuplicatePair['decision']>;
type OneChild = Decision & { kept: PersonId; merged: PersonId; outcome: 'same-child' | 'same-referral' };

/**
 * Make what was decided about a pair so everywhere, or undo it everywhere: one conditional write for each record, each
 * of which does nothing when it comes again. The pair says what is to be done, so that after a crash whoever comes next
 * goes on. Where something new is in the way, all is undone and the pair is offered again.
 */
export async function carryOut(pairId: string, parts: CarryOutParts, clock: Clock): Promise<void> {
  const { pairs } = parts;
  const service = (command: string, { round }: DuplicatePair) =>
    systemCommand(command, `${command} ${round}`, clock);
  const pair = (await pairs.get(pairId))?.state;
  if (pair?.state === 'under-way') {
    if (await isDone(pair, parts))
      return void (await pairs.change(pairId, service('carry-out-duplicate', pair), carriedOut));
    await pairs.change(pairId, service('halt-duplicate', pair), halt);
    return carryOut(pairId, parts, clock);
  }
  if (pair?.state === 'taking-back') {
    const left = await undo(pair, parts);
    await pairs.change(pairId, service('undone-duplicate', pair), (now) => takenBack(now, left));
  }
}

/** The referrals of these children. */
export async function referralsOf(
  personIds: readonly PersonId[],
  referrals: AggregateStore<ReferralRecord>,
): Promise<Stored<ReferralRecord>[]> {
  const found: Stored<ReferralRecord>[] = [];
  for (const personId of personIds)
    for await (const record of referrals.each({ 'state.referral.personId': personId })) found.push(record);
  return found;
}

/** Who decided, and when, for one step of what follows. */
function madeFor(pair: DuplicatePair, command: string): CommandMeta {
  const { pairId, round, acting } = pair;
  if (!acting) throw new Error('A pair is carried out that nobody decided about');
  return { ...acting, name: command, key: `${pairId} ${round} ${command}`, bodyHash: '' };
}

/** Whether everything could be done. */
async function isDone(pair: DuplicatePair, parts: CarryOutParts): Promise<boolean> {
  const { decision, pairId } = pair;
  if (!decision) return true;
  if (isOneChild(decision)) return put(pair, decision, parts);
  const { toldBy } = decision;
  if (toldBy !== null)
    await parts.referrals.change(toldBy, madeFor(pair, decision.outcome), (record) =>
      tellOf(record, 'not-the-same', pairId),
    );
  for (const personId of [pair.one, pair.other])
    await parts.mergedPeople.lookAgain(personId, madeFor(pair, 'look-again'));
  return true;
}

function isOneChild(decision: Decision): decision is OneChild {
  return decision.kept !== null && decision.merged !== null;
}

/** Two records become one child's: the record first, so that what comes meanwhile comes to the one that stays. */
async function put(
  pair: DuplicatePair,
  { kept, merged, outcome, settled }: OneChild,
  parts: CarryOutParts,
): Promise<boolean> {
  const { referrals, people, mergedPeople } = parts;
  const command = madeFor(pair, outcome);
  const record = await mergedPeople.join(merged, kept, command);
  if (record.kind !== 'done') return false;
  const child = await hiddenIfEither(kept, merged, command, people);
  if (!child) return false;

  const ends = new Map(settled.map((each) => [each.ends, each.stands]));
  const both = await referralsOf([kept, merged], referrals);
  const receivedOn = new Map(both.map(({ state }) => [state.referral.referralId, state.referral.receivedOn]));
  const since = (referralId: ReferralId): CalendarDate | undefined => {
    const ended = settled.find(({ stands }) => stands === referralId)?.ends;
    return ended && receivedOn.get(ended);
  };
  const join = async (referralId: ReferralId): Promise<boolean> => {
    const outcomeOf = await referrals.change(referralId, command, (state) =>
      joinReferral(
        state,
        {
          ...{ pairId: pair.pairId, round: pair.round, outcome, kept: child },
          ...{ since: since(referralId), duplicateOf: ends.get(referralId) },
        },
        command.at.date,
      ),
    );
    return outcomeOf.kind !== 'refused' || outcomeOf.code === 'done';
  };

  // Those that end go first: they free the place in which the others then wait.
  const those = both.map(({ state }) => state.referral.referralId);
  const inOrder = [...those.filter((id) => ends.has(id)), ...those.filter((id) => !ends.has(id))];
  for (const referralId of inOrder) if (!(await join(referralId))) return false;
  for (const { state } of await referralsOf([merged], referrals))
    if (!(await join(state.referral.referralId))) return false;
  await mergedPeople.lookAgain(kept, madeFor(pair, 'look-again'));
  return true;
}

/** Where one of two records hides where the child is, the one that stays does so too. */
async function hiddenIfEither(kept: PersonId, merged: PersonId, command: CommandMeta, people: People) {
  const known = await people.detailsOf([kept, merged]);
  const [own, other] = [known.get(kept), known.get(merged)];
  if (!own) return undefined;
  const addressHidden = own.addressHidden === true || other?.addressHidden === true;
  if (addressHidden && own.addressHidden !== true)
    await people.change(kept, command, (held) => decide({ ...held, addressHidden: true }));
  return { personId: kept, dateOfBirth: own.dateOfBirth, addressHidden };
}

/** Everything becomes what it was. Tells which referrals had to stay ended. */
async function undo(pair: DuplicatePair, parts: CarryOutParts): Promise<ReferralId[]> {
  const { referrals, mergedPeople } = parts;
  const { decision, pairId } = pair;
  if (!decision) return [];
  const command = madeFor(pair, 'undo-duplicate');
  if (!isOneChild(decision)) {
    if (decision.toldBy !== null)
      await referrals.change(decision.toldBy, command, (record) => tellOf(record, 'undone', pairId));
    return [];
  }
  const { kept, merged } = decision;
  await mergedPeople.separate(merged, kept, command);
  const changed = (await referralsOf([kept, merged], referrals)).filter(({ state }) =>
    state.joined?.some((each) => each.pairId === pairId && each.round === pair.round),
  );
  const left: ReferralId[] = [];
  // What stands goes back first: it frees the place in which the others then wait.
  for (const { state } of changed.toSorted((a, b) => Number(isEnded(a)) - Number(isEnded(b)))) {
    const { referralId } = state.referral;
    const back = (ended: boolean) =>
      referrals.change(referralId, command, (record) => separateReferral(record, pair, ended));
    const outcome = await back(false);
    if (outcome.kind !== 'refused' || outcome.code !== 'already-taken') continue;
    await back(true);
    left.push(referralId);
  }
  return [...left, ...(await giveBack({ kept, merged, pairId }, command, parts))];
}

/**
 * What came for the record that was put away goes back to it: the referrals, and what they stated of the child, which
 * leaves the record that stayed. Tells which referrals had to stay, for the child waits on another one by now.
 */
async function giveBack(
  { kept, merged, pairId }: Pick<OneChild, 'kept' | 'merged'> & Pick<DuplicatePair, 'pairId'>,
  command: CommandMeta,
  parts: CarryOutParts,
): Promise<ReferralId[]> {
  const { referrals } = parts;
  const stayed: ReferralId[] = [];
  for (const { state } of await referralsOf([kept], referrals)) {
    if (state.cameFor !== merged) continue;
    const { referralId } = state.referral;
    if (await waits(merged, state, referrals)) {
      stayed.push(referralId);
      continue;
    }
    // What it stated goes first: the referral says until then that it is still to be done.
    await takeBackStated(state, kept, command, parts);
    const outcome = await referrals.change(referralId, command, (record) =>
      returnTo(record, { personId: merged, pairId }),
    );
    if (outcome.kind === 'done') await takeInStated(outcome, 'fills', command, parts);
    else stayed.push(referralId);
  }
  return stayed;
}

/** Whether a child waits for the service of a referral on another one. */
async function waits(
  personId: PersonId,
  { referral: { service }, waitingFor: place }: ReferralRecord,
  referrals: AggregateStore<ReferralRecord>,
): Promise<boolean> {
  const taken = waitingFor(personId, service);
  return place !== undefined && (await referrals.count({ 'state.waitingFor': taken })) > 0;
}

function isEnded({ state }: Stored<ReferralRecord>): boolean {
  return state.referral.status === 'duplicate';
}
