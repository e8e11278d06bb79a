import type { AggregateStore } from '@waymark/aggregate-store';
import type { Postcode } from '@waymark/care-types';
import { referenceFrom, type ReferralId } from '@waymark/events';
import type { CommandMeta, Outcome } from '@waymark/decisions';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import type { People } from '../../person/index.ts';
import { planOf, type PlanRule } from '../../needs-plan/domain/plan-required.ts';
import { recordOf, waitingFor, type NewReferral, type ReferralRecord } from '../domain/referral-record.ts';
import { receive, type Waiting } from './decide.ts';

export type AdmitParts = {
  people: People;
  referrals: AggregateStore<ReferralRecord>;
  cipher: FieldCipher;
  index: BlindIndex;
  decileOf: (postcode: Postcode) => number | null;
  planRules: readonly PlanRule[];
};

/**
 * A unique index keeps a child from waiting twice for a service, and a reference from standing for two referrals. What
 * was in the way is looked at afterwards: it is rare. Where two references would be the same, another is tried.
 */
const mostReferences = 5;

/**
 * Register the child and take the referral in, under an id that the caller derives, so that the same command makes
 * the same referral. Faults of dates and codes must have been looked for before (`faultsIn`).
 */
export async function admit(
  asked: NewReferral,
  referralId: ReferralId,
  command: CommandMeta,
  parts: AdmitParts,
  which: 'given first' | 'held first',
): Promise<Outcome<ReferralRecord>> {
  const { people, referrals, cipher, index } = parts;
  const registered = await people.register(asked.child, command, which);
  if (registered.kind !== 'registered') return { kind: 'refused', code: registered.kind, facts: {} };
  const { personId } = registered;
  const notes = asked.notes && cipher.seal(asked.notes, notesOf(referralId));
  const stated = Object.values(asked.statement ?? {}).some((part) => part !== undefined);
  const statement = stated && cipher.seal(JSON.stringify(asked.statement), statementOf(referralId));
  const wanted = { ...asked, dateOfBirth: asked.child.dateOfBirth };
  const plan = planOf(wanted, asked.plan, parts.planRules, command.at.date);
  let waiting: Waiting | undefined;
  for (let attempt = 0; attempt < mostReferences; attempt += 1) {
    const reference = referenceFrom(index.bytesOf('reference', referralId, String(attempt)).subarray(0, 8));
    const record = recordOf(asked, { referralId, reference, personId }, parts.decileOf);
    const outcome = await referrals.create(referralId, command, () =>
      receive(
        { ...record, ...(notes && { notes }), ...(statement && { statement }), ...(plan && { plan }) },
        waiting,
      ),
    );
    if (outcome.kind !== 'refused' || outcome.code !== 'already-taken') return outcome;
    waiting = await alreadyWaiting(referrals, record);
  }
  throw new Error('No reference is free');
}

/** Where the free text of a referral belongs. */
export function notesOf(referralId: ReferralId) {
  return { collection: 'referrals', id: referralId, field: 'notes' };
}

/** Where what a referrer tells besides belongs. */
export function statementOf(referralId: ReferralId) {
  return { collection: 'referrals', id: referralId, field: 'statement' };
}

async function alreadyWaiting(
  referrals: AggregateStore<ReferralRecord>,
  { referral }: ReferralRecord,
): Promise<Waiting | undefined> {
  const { items } = await referrals.page({
    filter: { 'state.waitingFor': waitingFor(referral.personId, referral.service) },
    sort: { 'state.waitingFor': 1 },
    limit: 1,
  });
  const [other] = items.filter(({ id }) => id !== referral.referralId);
  return other && { reference: other.state.referral.reference, receivedOn: other.state.referral.receivedOn };
}
