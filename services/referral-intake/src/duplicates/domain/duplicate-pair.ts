import { CalendarDate, type ServiceAskedFor } from '@waymark/care-types';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { ActorId, DuplicatePairId, PersonId, ReferralId } from '@waymark/events';
import { z } from 'zod';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';

/** What a person can decide about two records that may be of one child. */
export const resolutions = ['same-child', 'same-referral', 'not-the-same'] as const;
export type Resolution = (typeof resolutions)[number];

/** Two open referrals of one child for one service: which goes on, and which ends as its duplicate. */
const Settled = z.strictObject({ stands: ReferralId, ends: ReferralId });
export type Settled = z.infer<typeof Settled>;

const PairDecision = z.strictObject({
  outcome: z.enum(resolutions),
  /** Null where they are two children. */
  kept: PersonId.nullable(),
  merged: PersonId.nullable(),
  settled: z.array(Settled),
  /** The referral that tells others of "not the same"; null where neither child has one. */
  toldBy: ReferralId.nullable(),
});

/** Who decided last, or undid it: in their name the rest is done. */
const Acting = z.strictObject({
  by: z.strictObject({ id: ActorId, roles: z.array(z.string()) }),
  /** UTC, and the date in London. */
  at: z.strictObject({ instant: z.string(), date: CalendarDate }),
});

const Evidence = z.strictObject({
  /** A power of two: how many times likelier one child is than two. */
  score: z.number(),
  probability: z.number().min(0).max(1),
  verdict: z.enum(['same', 'look']),
  /** The version of the published weights. */
  weights: z.string(),
  /** For each field how alike the two are, as a code, and what that weighs. Never what the field holds. */
  why: z.record(z.string(), z.strictObject({ level: z.string(), weight: z.number() })),
});
export type PairEvidence = z.infer<typeof Evidence>;

/** Two records that may be of one child: how alike they are, and what a person decided. Nothing that tells who it is. */
export const DuplicatePair = z.strictObject({
  pairId: DuplicatePairId,
  /** In the order of their ids, so that a pair is found once. */
  one: PersonId,
  other: PersonId,
  /**
   * `under-way`: decided, and not yet so everywhere; `taking-back`: the same of what is undone. `lapsed`: one of the two
   * is erased, or is another's record by now.
   */
  state: z.enum(['open', 'under-way', 'decided', 'taking-back', 'lapsed']),
  /** UTC: since when it waits for a decision. */
  foundAt: z.string(),
  because: z.enum(['new-record', 'record-changed']),
  evidence: Evidence,
  /** Both state one NHS number and are not alike otherwise: it is one record's, and disputed in the other. */
  sameNumber: z.literal(true).optional(),
  /** Keyed hashes of what was compared, of `one` and of `other`: another mark is another record. */
  marks: z.tuple([z.string(), z.string()]),
  /** How many decisions there were. */
  round: z.int().min(0),
  decision: PairDecision.optional(),
  acting: Acting.optional(),
  /** Nothing became of the last decision: a new referral of the child was in the way, or one of the two had gone. */
  halted: z.boolean().optional(),
  /** Referrals that could not be opened again when it was undone, for the child waits on another one. */
  leftEnded: z.array(ReferralId).optional(),
  /** What was written with each decision, sealed; `at` as in the history. */
  notes: z.array(z.strictObject({ at: z.string(), because: z.string() })),
});
export type DuplicatePair = z.infer<typeof DuplicatePair>;

export type Found = Pick<
  DuplicatePair,
  'pairId' | 'one' | 'other' | 'because' | 'evidence' | 'marks' | 'sameNumber'
> & { at: string };

/** A pair that nobody has decided about. */
export function offered({ at, ...found }: Found): Decision<DuplicatePair> {
  return decide({ ...found, state: 'open', foundAt: at, round: 0, notes: [] });
}

/** The pair is found again: what was decided stands, unless a record has changed since. */
export function foundAgain(pair: DuplicatePair, found: Found): Decision<DuplicatePair> {
  const { at, because, evidence, marks, sameNumber } = found;
  const { sameNumber: _before, ...rest } = pair;
  const now = { ...rest, evidence, marks, ...(sameNumber && { sameNumber }) };
  const same = pair.marks[0] === marks[0] && pair.marks[1] === marks[1];
  if (pair.state === 'open') return same ? refuse('known') : decide(now);
  const twoChildren = pair.state === 'decided' && pair.decision?.outcome === 'not-the-same' && !same;
  if (pair.state !== 'lapsed' && !twoChildren) return refuse('known');
  return decide({ ...withoutDecision(now), state: 'open', foundAt: at, because });
}

/** One of the two has gone: there is nothing left to decide. */
export function lapse(pair: DuplicatePair): Decision<DuplicatePair> {
  return pair.state === 'open' ? decide({ ...pair, state: 'lapsed' }) : refuse('known');
}

/** Who one of the two is was erased: what was written with the decisions goes too. */
export function forget(pair: DuplicatePair): Decision<DuplicatePair> {
  return decide({ ...pair, state: pair.state === 'open' ? 'lapsed' : pair.state, notes: [] });
}

/** What stands of two records when somebody decides: their referrals, and whether each may be kept. */
export type RecordsNow = {
  records: readonly ReferralRecord[];
  /** The children of the pair that have an NHS number. */
  numbered: readonly PersonId[];
  /** Whether both are there, and neither was put together with another record. */
  bothThere: boolean;
};

export type Said = {
  /** Which record stays. */
  keep: PersonId;
  /** For each service that both wait for, the referral that stands. */
  stands: Readonly<Partial<Record<ServiceAskedFor, ReferralId>>>;
};

type Noted = { because: string };

/**
 * The two are one child. Where both wait for the same service, one referral must be said to stand; said to be the same
 * referral again, the older stands. A record with an NHS number is kept before one without.
 */
export function oneChild(
  pair: DuplicatePair,
  outcome: 'same-child' | 'same-referral',
  { keep, stands }: Said,
  { records, numbered, bothThere }: RecordsNow,
  { because }: Noted,
  command: CommandMeta,
): Decision<DuplicatePair> {
  if (pair.state !== 'open') return refuse('decided-already');
  if (keep !== pair.one && keep !== pair.other) return refuse('not-of-the-pair');
  if (!bothThere) return refuse('no-longer-there');
  if (numbered.length > 0 && !numbered.includes(keep)) return refuse('number-would-be-lost');
  const both = waitingTwice(records);
  if (outcome === 'same-referral' && both.length === 0) return refuse('no-same-referral');
  const settled = both.map(([service, older, newer]) => {
    const said = outcome === 'same-referral' ? older.referral.referralId : stands[service];
    if (said === older.referral.referralId) return { stands: said, ends: newer.referral.referralId };
    return said === newer.referral.referralId ? { stands: said, ends: older.referral.referralId } : service;
  });
  const open = settled.filter((each) => typeof each === 'string');
  if (open.length > 0) return refuse('which-stands', { services: open });
  const merged = keep === pair.one ? pair.other : pair.one;
  return decided(
    pair,
    {
      outcome,
      kept: keep,
      merged,
      settled: settled.filter((each) => typeof each !== 'string'),
      toldBy: null,
    },
    because,
    command,
  );
}

/** They are two children. The pair is not offered again, unless a record changes. */
export function twoChildren(
  pair: DuplicatePair,
  records: readonly ReferralRecord[],
  { because }: Noted,
  command: CommandMeta,
): Decision<DuplicatePair> {
  if (pair.state !== 'open') return refuse('decided-already');
  const toldBy = records.toSorted(byAge).at(-1)?.referral.referralId ?? null;
  return decided(
    pair,
    { outcome: 'not-the-same', kept: null, merged: null, settled: [], toldBy },
    because,
    command,
  );
}

/** The decision is taken back: both records and their referrals become what they were. */
export function takeBack(
  pair: DuplicatePair,
  keptStays: boolean,
  { because }: Noted,
  command: CommandMeta,
): Decision<DuplicatePair> {
  if (pair.state !== 'decided') return refuse('nothing-to-undo');
  if (!keptStays) return refuse('undo-later-first');
  return decide({
    ...pair,
    state: 'taking-back',
    acting: actingOf(command),
    notes: noted(pair, because, command),
  });
}

/** What was decided is so everywhere. */
export function carriedOut(pair: DuplicatePair): Decision<DuplicatePair> {
  return pair.state === 'under-way' ? decide({ ...pair, state: 'decided' }) : refuse('carried-out');
}

/** Something was in the way: what has been done of the decision is undone. */
export function halt(pair: DuplicatePair): Decision<DuplicatePair> {
  return pair.state === 'under-way'
    ? decide({ ...pair, state: 'taking-back', halted: true })
    : refuse('carried-out');
}

/** What was decided is undone everywhere, but for referrals that had to stay ended: somebody decides anew. */
export function takenBack(pair: DuplicatePair, leftEnded: readonly ReferralId[]): Decision<DuplicatePair> {
  if (pair.state !== 'taking-back') return refuse('carried-out');
  const left = leftEnded.length > 0 ? { leftEnded: [...leftEnded] } : {};
  const halted = pair.halted === true ? { halted: true } : {};
  return decide({ ...withoutDecision(pair), ...halted, ...left, state: 'open' });
}

/** The services for which both records wait: the older referral first. */
export function waitingTwice(
  records: readonly ReferralRecord[],
): [ServiceAskedFor, ReferralRecord, ReferralRecord][] {
  const open = records.filter(({ waitingFor, sameAgain }) => waitingFor !== undefined && !sameAgain);
  return [...Map.groupBy(open, ({ referral }) => referral.service)].flatMap(
    ([service, those]): [ServiceAskedFor, ReferralRecord, ReferralRecord][] => {
      const [older, newer] = those.toSorted(byAge);
      return older && newer ? [[service, older, newer]] : [];
    },
  );
}

function byAge({ referral: a }: ReferralRecord, { referral: b }: ReferralRecord): number {
  if (a.receivedOn !== b.receivedOn) return a.receivedOn < b.receivedOn ? -1 : 1;
  if ((a.acceptedOn === null) !== (b.acceptedOn === null)) return a.acceptedOn === null ? 1 : -1;
  return a.referralId < b.referralId ? -1 : 1;
}

function decided(
  pair: DuplicatePair,
  what: Pick<NonNullable<DuplicatePair['decision']>, 'outcome' | 'kept' | 'merged' | 'settled' | 'toldBy'>,
  because: string,
  command: CommandMeta,
): Decision<DuplicatePair> {
  const { halted: _before, leftEnded: _left, ...rest } = pair;
  return decide({
    ...rest,
    state: 'under-way',
    round: pair.round + 1,
    decision: what,
    acting: actingOf(command),
    notes: noted(pair, because, command),
  });
}

function actingOf({ by, at }: CommandMeta): NonNullable<DuplicatePair['acting']> {
  return { by: { id: by.id, roles: [...by.roles] }, at: { ...at } };
}

function noted({ notes }: DuplicatePair, because: string, command: CommandMeta): DuplicatePair['notes'] {
  return [...notes, { at: command.at.instant, because }];
}

function withoutDecision(pair: DuplicatePair): DuplicatePair {
  const { decision: _decision, halted: _halted, leftEnded: _left, ...rest } = pair;
  return rest;
}
