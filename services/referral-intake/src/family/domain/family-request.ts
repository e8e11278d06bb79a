import { CalendarDate, OtherHelp, RejectionReason } from '@waymark/care-types';
import { ActorId, Reference, ReferralId } from '@waymark/events';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { z } from 'zod';
import { codeStanding, codeWorksMinutes, maySendCode, withinAnHour } from './family-code.ts';

export const FamilyRequestId = z
  .string()
  .regex(/^fam_[0-9a-hjkmnp-tv-z]{26}$/, 'A request is named by fam_ and 26 letters and digits')
  .brand<'FamilyRequestId'>()
  .meta({ examples: ['fam_4f2k9q1m7x4f2k9q1m7x4f2k9q'] });
export type FamilyRequestId = z.infer<typeof FamilyRequestId>;

/** The steps of the form for families, in their order. */
export const familySteps = ['who', 'reach', 'child', 'worry', 'life', 'needs'] as const;
export type FamilyStep = (typeof familySteps)[number];

/** How the family is told that this is no referral now: on its way, arrived as far as we know, or not to be reached. */
const Told = z.enum(['to-tell', 'told', 'not-reached']);

/**
 * What a family or a young person asks for without an account. It is written step by step, confirmed by a code, and is
 * no referral until a clinician has taken it as one. Nobody is told of it.
 */
export const FamilyRequest = z.strictObject({
  requestId: FamilyRequestId,
  state: z.enum(['open', 'waiting', 'being-taken', 'taken', 'not-taken', 'thrown-away']),
  /** What was answered, sealed step by step. */
  saved: z.partialRecord(z.enum(familySteps), z.string()),
  /** It states that somebody may be at serious risk: a clinician looks on the same day. */
  atRisk: z.boolean(),
  /** The last code that was sent, as a keyed hash. Instants in UTC. */
  code: z.strictObject({ hash: z.string(), until: z.string(), wrong: z.int() }).nullable(),
  /** When codes were sent in the last hour. */
  codesSentAt: z.array(z.string()),
  /** What the family may say when it rings. */
  reference: Reference,
  /** The referral that it becomes when a clinician takes it. */
  referralId: ReferralId,
  /** When the family confirmed it: an instant, and the day in London, which is the received date. */
  sentAt: z.string().nullable(),
  sentOn: CalendarDate.nullable(),
  screened: z
    .strictObject({
      by: ActorId,
      roles: z.array(z.string()),
      at: z.string(),
      reason: RejectionReason.optional(),
      otherHelp: z.array(OtherHelp).optional(),
      /** Sealed; for those who care for the child alone. */
      note: z.string().optional(),
    })
    .nullable(),
  told: Told.nullable(),
  /** How often telling the family failed. */
  toldInVain: z.int(),
  startedAt: z.string(),
  savedAt: z.string(),
});
export type FamilyRequest = z.infer<typeof FamilyRequest>;

/** For how many days a form that was not confirmed is kept. */
export const formKeptDays = 7;
/** For how many days the words of a request that was not taken are kept: two years, as for a referral not accepted. */
export const notTakenKeptDays = 730;
/** How often the family is tried to be told before a person has to. */
export const mostTellings = 6;

type Screening = { reason: z.infer<typeof RejectionReason>; otherHelp: OtherHelp[]; note: string };

export function begin(
  ids: Pick<FamilyRequest, 'requestId' | 'referralId' | 'reference'>,
  sealed: string,
  at: string,
): Decision<FamilyRequest> {
  return decide({
    ...ids,
    state: 'open',
    saved: { who: sealed },
    atRisk: false,
    code: null,
    codesSentAt: [],
    sentAt: null,
    sentOn: null,
    screened: null,
    told: null,
    toldInVain: 0,
    startedAt: at,
    savedAt: at,
  });
}

/** Keep what was answered at a step. Where to reach the family is another: a code that was sent before is worth nothing. */
export function save(
  request: FamilyRequest,
  { step, sealed, atRisk, at }: { step: FamilyStep; sealed: string; atRisk?: boolean; at: string },
): Decision<FamilyRequest> {
  if (request.state !== 'open') return refuse(over(request));
  return decide({
    ...request,
    saved: { ...request.saved, [step]: sealed },
    atRisk: atRisk ?? request.atRisk,
    ...(step === 'reach' && { code: null }),
    savedAt: at,
  });
}

/** A code is about to be sent. What it is is kept as a keyed hash. */
export function promiseCode(request: FamilyRequest, hash: string, at: string): Decision<FamilyRequest> {
  if (request.state !== 'open') return refuse(over(request));
  if (!maySendCode(request.codesSentAt, at)) return refuse('too-many-codes');
  const until = Temporal.Instant.from(at).add({ minutes: codeWorksMinutes }).toString();
  const codesSentAt = [...withinAnHour(request.codesSentAt, at), at];
  return decide({ ...request, code: { hash, until, wrong: 0 }, codesSentAt, savedAt: at });
}

/** The code could not be sent: it does not count. */
export function takeCodeBack(request: FamilyRequest, hash: string): Decision<FamilyRequest> {
  if (request.code?.hash !== hash) return refuse('another-code');
  return decide({ ...request, code: null, codesSentAt: request.codesSentAt.slice(0, -1) });
}

/**
 * The family typed a code. The right one sends the request, on that day; a wrong one is counted. Why a code does not
 * work is not told. What was sent already stays sent.
 */
export function confirm(
  request: FamilyRequest,
  hash: string,
  { instant, date }: CommandMeta['at'],
): Decision<FamilyRequest> {
  if (isSent(request)) return decide(request);
  if (request.state === 'thrown-away') return refuse('thrown-away');
  switch (codeStanding(request.code, hash, instant)) {
    case 'works':
      return decide({
        ...request,
        state: 'waiting',
        code: null,
        codesSentAt: [],
        sentAt: instant,
        sentOn: date,
        savedAt: instant,
      });
    case 'wrong':
      return decide({ ...request, code: request.code && { ...request.code, wrong: request.code.wrong + 1 } });
    case 'over':
      return refuse('code-does-not-work');
  }
}

/** Whether the family has sent it, whatever came of it then. */
export function isSent({ state }: FamilyRequest): boolean {
  return state !== 'open' && state !== 'thrown-away';
}

/** Whether a clinician has still to decide about it. */
export function isUndecided({ state }: FamilyRequest): boolean {
  return state === 'waiting' || state === 'being-taken';
}

/** A clinician is about to take it as a referral: until that is done or given up, nobody can decide otherwise. */
export function beginTaking(request: FamilyRequest, command: CommandMeta): Decision<FamilyRequest> {
  if (!isUndecided(request)) return refuse('not-waiting');
  return decide({ ...request, state: 'being-taken', screened: whoAndWhen(command) });
}

/** It could not become a referral: it waits as before. */
export function giveUpTaking(request: FamilyRequest): Decision<FamilyRequest> {
  if (request.state !== 'being-taken') return refuse('not-waiting');
  return decide({ ...request, state: 'waiting', screened: null });
}

/** It became a referral: nothing of what the family wrote stays here. */
export function taken(request: FamilyRequest, command: CommandMeta): Decision<FamilyRequest> {
  if (request.state === 'taken') return decide(request);
  if (request.state !== 'being-taken') return refuse('not-waiting');
  return decide({
    ...request,
    state: 'taken',
    saved: {},
    screened: request.screened ?? whoAndWhen(command),
    savedAt: command.at.instant,
  });
}

/**
 * No referral now: why, and which other help is named. The family is to be told. Where somebody began to take it and
 * has not done so within a minute, their process has died: then this is possible, too.
 */
export function notTaken(
  request: FamilyRequest,
  said: Screening,
  command: CommandMeta,
): Decision<FamilyRequest> {
  const takingIsOver =
    request.state === 'being-taken' && request.screened && secondsBetween(request.screened.at, command) > 60;
  if (request.state !== 'waiting' && !takingIsOver) return refuse('not-waiting');
  return decide({
    ...request,
    state: 'not-taken',
    screened: { ...whoAndWhen(command), ...said },
    told: 'to-tell',
    savedAt: command.at.instant,
  });
}

/** What came of telling the family. After so many tries in vain it is left to a person. */
export function told(request: FamilyRequest, came: 'sent' | 'refused' | 'away'): Decision<FamilyRequest> {
  if (request.told !== 'to-tell') return decide(request);
  if (came === 'sent') return decide({ ...request, told: 'told' });
  const toldInVain = request.toldInVain + 1;
  const hopeless = came === 'refused' || toldInVain >= mostTellings;
  return decide({ ...request, toldInVain, told: hopeless ? 'not-reached' : 'to-tell' });
}

/** The words go: of a form that is not wanted any more, and of a request that was not taken long ago. */
export function throwAway(request: FamilyRequest, at: string): Decision<FamilyRequest> {
  if (request.state === 'not-taken') return decide({ ...request, saved: {} });
  if (request.state === 'thrown-away') return decide(request);
  if (request.state !== 'open') return refuse(over(request));
  return decide({ ...request, state: 'thrown-away', saved: {}, atRisk: false, code: null, savedAt: at });
}

function over(request: FamilyRequest): 'sent' | 'thrown-away' {
  return request.state === 'thrown-away' ? 'thrown-away' : 'sent';
}

function whoAndWhen({ by, at }: CommandMeta) {
  return { by: by.id, roles: [...by.roles], at: at.instant };
}

function secondsBetween(instant: string, { at }: CommandMeta): number {
  return Temporal.Instant.from(instant).until(Temporal.Instant.from(at.instant)).total('seconds');
}
