import { createBoth, type AggregateStore } from '@waymark/aggregate-store';
import type { Postcode } from '@waymark/care-types';
import { TransientFailure, type CommandMeta, type Outcome } from '@waymark/decisions';
import { referenceFrom, type PersonId, type ReferralId } from '@waymark/events';
import { planOf, type PlanRule } from '../../needs-plan/domain/plan-required.ts';
import { learn, type Authority } from '../../person/domain/learn.ts';
import type { PersonDetails } from '../../person/domain/person.ts';
import { mostRaces, type KnownChild, type NewChild, type People } from '../../person/index.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import {
  placeIn,
  recordOf,
  Stated,
  waitingFor,
  type NewReferral,
  type ReferralRecord,
} from '../domain/referral-record.ts';
import { placeOf } from '../adapters/sealed-parts.ts';
import { receive, refuseWaiting } from './decide.ts';
import { takeInStated } from './learn-stated.ts';

export type AdmitParts = {
  people: People;
  referrals: AggregateStore<ReferralRecord>;
  cipher: FieldCipher;
  index: BlindIndex;
  decileOf: (postcode: Postcode) => number | null;
  planRules: readonly PlanRule[];
};

/** Who sends a referral, as far as it matters for what is held already. */
export type Sender = {
  /** The child's record that direct care has seen beside what it states, which then replaces what is held. */
  seen?: { personId: PersonId; version: number } | undefined;
  /**
   * Whether the sender may read a referral that the child waits on already, and so is told of it. Nobody else learns that
   * the child is known: theirs is received, and a person says whether it is the same referral again.
   */
  mayRead(first: ReferralRecord): boolean;
};

/** Somebody who sees all referrals. */
export const seesAll: Sender = { mayRead: () => true };

/** Somebody who sees the referrals of one organisation. */
export function seesOwn(organisation: string | undefined): Sender {
  return { mayRead: (first) => organisation !== undefined && first.organisation === organisation };
}

/**
 * A unique index keeps a child from waiting twice for a service, and a reference from standing for two referrals. What
 * was in the way is looked at afterwards: it is rare. Where two references would be the same, another is tried.
 */
const mostReferences = 5;

/**
 * Take the referral in, under an id that the caller derives, so that the same command makes the same referral. Whose it
 * is, and whether it is taken, is decided before anything is written; what it states of a child who is known takes
 * effect with it, after a crash too. A child who is new is written with the referral, in one bulk. Faults of dates and
 * codes must have been looked for before (`faultsIn`).
 */
export async function admit(
  asked: NewReferral,
  referralId: ReferralId,
  command: CommandMeta,
  parts: AdmitParts,
  sender: Sender,
): Promise<Outcome<ReferralRecord>> {
  const one = { asked, referralId, command, parts, sender };
  for (let race = 0; race < mostRaces; race += 1) {
    const found = await parts.people.match(asked.child);
    if (found.kind === 'known') return ofKnownChild(found, one);
    const outcome = await withNewChild(found, race, one);
    if (outcome) return outcome;
  }
  throw new TransientFailure('Too many others registered this child at the same moment');
}

type Admission = {
  asked: NewReferral;
  referralId: ReferralId;
  command: CommandMeta;
  parts: AdmitParts;
  sender: Sender;
};

async function ofKnownChild(found: KnownChild, one: Admission): Promise<Outcome<ReferralRecord>> {
  const { asked, referralId, command, parts, sender } = one;
  const { personId, cameFor } = found;
  const first = await waitsAlready(personId, referralId, asked, parts.referrals);
  if (first && sender.mayRead(first))
    return refusedUnlessRepeated(referralId, command, first, parts.referrals);
  const authority = await authorityOver(personId, sender, parts.people);
  const learned = learn(found.details, asked.child, authority);
  const of = {
    personId,
    child: learned.details,
    news: learned.filled.length + learned.otherwise.length > 0,
    ...(cameFor !== personId && { cameFor }),
  };
  return written(of, authority, first, one);
}

/** Undefined where somebody else was first to record this child. */
async function withNewChild(
  child: NewChild,
  race: number,
  one: Admission,
): Promise<Outcome<ReferralRecord> | undefined> {
  const { asked, referralId, command, parts } = one;
  const { personId, write } = parts.people.newRecord(child, asked.child, referralId, command, race);
  const of = { personId, child: asked.child, news: false };
  const record = recordFor(asked, { ...of, referralId, attempt: 0, waiting: undefined }, command, parts);
  const { first, second } = await createBoth(
    write,
    parts.referrals.firstWrite(referralId, command, receive(record)),
  );
  if (first.kind !== 'done') return undefined;
  return second?.kind === 'done' ? second : written(of, 'fills', undefined, one);
}

async function written(
  of: Pick<Of, 'personId' | 'child' | 'cameFor' | 'news'>,
  authority: Authority,
  first: ReferralRecord | undefined,
  { asked, referralId, command, parts, sender }: Admission,
): Promise<Outcome<ReferralRecord>> {
  const { referrals } = parts;
  let waiting = first;
  for (let attempt = 0; attempt < mostReferences; attempt += 1) {
    const record = recordFor(asked, { ...of, referralId, attempt, waiting }, command, parts);
    const outcome = await referrals.create(referralId, command, () => receive(record));
    if (outcome.kind === 'done') return (await takeInStated(outcome, authority, command, parts)) ?? outcome;
    if (outcome.kind !== 'refused' || outcome.code !== 'already-taken') return outcome;
    waiting = await waitsAlready(of.personId, referralId, asked, referrals);
    if (waiting && sender.mayRead(waiting)) return refuseWaiting(waiting);
  }
  throw new Error('No reference is free');
}

type Of = {
  referralId: ReferralId;
  personId: PersonId;
  /** What is held of the child with what is stated now. */
  child: PersonDetails;
  cameFor?: PersonId;
  /** Whether something is stated that is not held so. */
  news: boolean;
  attempt: number;
  /** The referral that the child waits on already. */
  waiting: ReferralRecord | undefined;
};

function recordFor(
  asked: NewReferral,
  { referralId, personId, child, attempt, waiting, news, ...marks }: Of,
  { at }: CommandMeta,
  { cipher, index, decileOf, planRules }: AdmitParts,
): ReferralRecord {
  const reference = referenceFrom(index.bytesOf('reference', referralId, String(attempt)).subarray(0, 8));
  const record = recordOf(asked, child, { referralId, reference, personId }, decileOf);
  const seal = (field: string, text: string) => cipher.seal(text, placeOf(referralId, field));
  const says = Object.values(asked.statement ?? {}).some((part) => part !== undefined);
  const wanted = { ...asked, dateOfBirth: child.dateOfBirth };
  const plan = planOf(wanted, asked.plan, planRules, at.date);
  const sameAgain = waiting && { of: waiting.referral.referralId };
  return {
    ...record,
    ...marks,
    ...(news && !waiting && { learnPending: true as const }),
    stated: seal('stated', JSON.stringify(statedBy(asked))),
    ...(asked.notes && { notes: seal('notes', asked.notes) }),
    ...(says && { statement: seal('statement', JSON.stringify(asked.statement)) }),
    ...(plan && { plan }),
    ...(asked.proposed && {
      proposed: { ...asked.proposed, ...(asked.proposed.why && { why: seal('why', asked.proposed.why) }) },
    }),
    ...(sameAgain && { sameAgain, waitingFor: placeIn({ ...record, sameAgain }) }),
  };
}

function statedBy({ child, needs, row }: NewReferral): Stated {
  return Stated.parse({ child, needs, ...(row && { row }) });
}

/** Who has seen the record as it is now may replace what it holds. */
async function authorityOver(personId: PersonId, { seen }: Sender, people: People): Promise<Authority> {
  if (seen?.personId !== personId) return 'fills';
  return (await people.whole(personId))?.version === seen.version ? 'replaces' : 'fills';
}

/** The same command again is answered as before; another is told of the referral that waits. */
async function refusedUnlessRepeated(
  referralId: ReferralId,
  command: CommandMeta,
  first: ReferralRecord,
  referrals: AggregateStore<ReferralRecord>,
): Promise<Outcome<ReferralRecord>> {
  return referrals.create(referralId, command, () => refuseWaiting(first));
}

async function waitsAlready(
  personId: PersonId,
  referralId: ReferralId,
  { service }: NewReferral,
  referrals: AggregateStore<ReferralRecord>,
): Promise<ReferralRecord | undefined> {
  const { items } = await referrals.page({
    filter: { 'state.waitingFor': waitingFor(personId, service) },
    sort: { 'state.waitingFor': 1 },
    limit: 1,
  });
  return items.find(({ id }) => id !== referralId)?.state;
}
