import { randomBytes } from 'node:crypto';
import type { AggregateStore, Stored } from '@waymark/aggregate-store';
import { idOf } from '@waymark/care-types';
import type { StoredOutcome, CommandMeta } from '@waymark/decisions';
import { referenceFrom, referralIdFrom } from '@waymark/events';
import {
  begin,
  beginTaking,
  confirm,
  FamilyRequest,
  FamilyRequestId,
  giveUpTaking,
  notTaken,
  promiseCode,
  save,
  taken,
  takeCodeBack,
  throwAway,
  told,
  type FamilyStep,
} from '../domain/family-request.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';

const collection = 'family-requests';

/** How the store of requests is kept. It publishes nothing. */
export const familyRequestsSettings = {
  collection,
  schema: FamilyRequest,
  indexes: [
    { keys: { 'state.state': 1, 'state.atRisk': -1, 'state.sentAt': 1, _id: 1 } },
    { keys: { 'state.state': 1, 'state.savedAt': 1 } },
    { keys: { 'state.told': 1, 'state.savedAt': 1 } },
  ],
} as const;

/** What was kept of each step, as the step's own schema brought it out. */
export type KeptAnswers = Partial<Record<FamilyStep, unknown>>;
export type KeptRequest = { request: Stored<FamilyRequest>; kept: KeptAnswers };

type Screening = Parameters<typeof notTaken>[1];
type Done = Promise<StoredOutcome<FamilyRequest>>;

export type FamilyRequests = {
  /** Begin a request under an id that nobody can guess. */
  begin(typed: unknown, command: CommandMeta): Done;
  save(
    id: FamilyRequestId,
    step: FamilyStep,
    typed: unknown,
    atRisk: boolean | undefined,
    command: CommandMeta,
  ): Done;
  /** Keep the hash of a code that is about to be sent; or take it back, because it could not be. */
  promiseCode(id: FamilyRequestId, code: string, command: CommandMeta): Done;
  takeCodeBack(id: FamilyRequestId, code: string, command: CommandMeta): Done;
  confirm(id: FamilyRequestId, code: string, command: CommandMeta): Done;
  beginTaking(id: FamilyRequestId, command: CommandMeta): Done;
  giveUpTaking(id: FamilyRequestId, command: CommandMeta): Done;
  taken(id: FamilyRequestId, command: CommandMeta): Done;
  notTaken(id: FamilyRequestId, said: Screening, command: CommandMeta): Done;
  told(id: FamilyRequestId, came: Parameters<typeof told>[1], command: CommandMeta): Done;
  throwAway(id: FamilyRequestId, command: CommandMeta): Done;
  /** A request and what was answered; undefined for one that is not known. */
  open(id: FamilyRequestId): Promise<KeptRequest | undefined>;
  /** Those that wait for a clinician: serious risk first, then the oldest. */
  waiting(of: {
    limit: number;
    after?: readonly unknown[] | undefined;
  }): Promise<{ items: KeptRequest[]; next?: unknown[] }>;
  countWaiting(only?: { atRisk: true }): Promise<number>;
  /** The note of a screening. */
  noteOf(request: FamilyRequest): string | undefined;
  /** At most fifty: forms that nobody has gone on with since an instant. */
  openSince(instant: string): Promise<Stored<FamilyRequest>[]>;
  /** At most fifty: not taken before an instant, with words still kept. */
  notTakenSince(instant: string): Promise<Stored<FamilyRequest>[]>;
  /** At most fifty whose families are still to be told of what was decided before an instant. */
  toTell(before: string): Promise<Stored<FamilyRequest>[]>;
};

const mostListed = 50;

/** The requests of families, each answer sealed. */
export function familyRequests(
  store: AggregateStore<FamilyRequest>,
  { cipher, index }: { cipher: FieldCipher; index: BlindIndex },
): FamilyRequests {
  const placeOf = (id: string, field: string) => ({ collection, id, field });
  const seal = (id: string, step: FamilyStep, typed: unknown) =>
    cipher.seal(JSON.stringify(typed), placeOf(id, step));
  const hashOf = (id: string, code: string) =>
    Buffer.from(index.bytesOf('family code', id, code)).toString('base64url');
  const opened = (request: Stored<FamilyRequest>): KeptRequest => ({
    request,
    kept: Object.fromEntries(
      Object.entries(request.state.saved).map(([step, sealed]) => [
        step,
        JSON.parse(cipher.open(sealed, placeOf(request.id, step))) as unknown,
      ]),
    ),
  });
  const undecided = { 'state.state': { $in: ['waiting', 'being-taken'] } };
  return {
    begin: (typed, command) => {
      const requestId = FamilyRequestId.parse(idOf('fam', randomBytes(26)));
      const referralId = referralIdFrom(index.bytesOf('family request', requestId));
      const reference = referenceFrom(index.bytesOf('reference', referralId, '0').subarray(0, 8));
      return store.create(requestId, command, () =>
        begin({ requestId, referralId, reference }, seal(requestId, 'who', typed), command.at.instant),
      );
    },
    save: (id, step, typed, atRisk, command) =>
      store.change(id, command, (request) =>
        save(request, {
          step,
          sealed: seal(id, step, typed),
          at: command.at.instant,
          ...(atRisk === undefined ? {} : { atRisk }),
        }),
      ),
    promiseCode: (id, code, command) =>
      store.change(id, command, (request) => promiseCode(request, hashOf(id, code), command.at.instant)),
    takeCodeBack: (id, code, command) =>
      store.change(id, command, (request) => takeCodeBack(request, hashOf(id, code))),
    confirm: (id, code, command) =>
      store.change(id, command, (request) => confirm(request, hashOf(id, code), command.at)),
    beginTaking: (id, command) => store.change(id, command, (request) => beginTaking(request, command)),
    giveUpTaking: (id, command) => store.change(id, command, giveUpTaking),
    taken: (id, command) => store.change(id, command, (request) => taken(request, command)),
    notTaken: (id, said, command) => {
      const note = cipher.seal(said.note, placeOf(id, 'note'));
      return store.change(id, command, (request) => notTaken(request, { ...said, note }, command));
    },
    told: (id, came, command) => store.change(id, command, (request) => told(request, came)),
    throwAway: (id, command) =>
      store.change(id, command, (request) => throwAway(request, command.at.instant)),
    open: async (id) => {
      const request = await store.get(id);
      return request && opened(request);
    },
    waiting: async ({ limit, after }) => {
      const { items, next } = await store.page({
        filter: undecided,
        sort: { 'state.atRisk': -1, 'state.sentAt': 1, _id: 1 },
        limit,
        ...(after && { after }),
      });
      return { items: items.map(opened), ...(next && { next }) };
    },
    countWaiting: (only) => store.count({ ...undecided, ...(only && { 'state.atRisk': true }) }),
    noteOf: ({ requestId, screened }) =>
      screened?.note === undefined ? undefined : cipher.open(screened.note, placeOf(requestId, 'note')),
    openSince: (instant) => listed({ 'state.state': 'open', 'state.savedAt': { $lt: instant } }),
    notTakenSince: (instant) =>
      listed({
        'state.state': 'not-taken',
        'state.savedAt': { $lt: instant },
        'state.saved.who': { $exists: true },
      }),
    toTell: (before) => listed({ 'state.told': 'to-tell', 'state.savedAt': { $lt: before } }),
  };

  async function listed(filter: Parameters<typeof store.page>[0]['filter']) {
    return (await store.page({ filter, sort: { 'state.savedAt': 1 }, limit: mostListed })).items;
  }
}
