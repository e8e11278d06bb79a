import type { AggregateStore, Filter, Sort, Stored } from '@waymark/aggregate-store';
import type { CommandMeta, Outcome } from '@waymark/decisions';
import type { ReferralId } from '@waymark/events';
import { begin, Draft, save, sent, throwAway, type DraftId, type DraftStep } from '../domain/draft.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';

const collection = 'drafts';

/** How the store of drafts is kept. It tells nobody anything. */
export const draftsSettings = {
  collection,
  schema: Draft,
  indexes: [
    { keys: { 'state.owner': 1, 'state.state': 1, 'state.savedAt': -1 } },
    { keys: { 'state.atRisk': 1, 'state.savedAt': -1 } },
    { keys: { 'state.state': 1, 'state.savedAt': 1 } },
  ],
} as const;

/** What was kept of each step, as the step's own schema brought it out. */
export type Kept = Partial<Record<DraftStep, unknown>>;

export type Drafts = {
  /** `unseen`: of the steps that are filled in, those that somebody must look at before it is sent. */
  begin(
    of: Pick<Draft, 'draftId' | 'owner' | 'organisation'>,
    kept: Kept,
    command: CommandMeta,
    unseen?: readonly DraftStep[],
  ): Promise<Outcome<Draft>>;
  save(
    id: DraftId,
    step: DraftStep,
    typed: unknown,
    found: { atRisk?: boolean | undefined; planAsked: boolean },
    command: CommandMeta,
  ): Promise<Outcome<Draft>>;
  sent(id: DraftId, as: ReferralId, command: CommandMeta): Promise<Outcome<Draft>>;
  throwAway(id: DraftId, command: CommandMeta): Promise<Outcome<Draft>>;
  /** The draft and what was typed, while it is open; undefined for one that is not known. */
  open(id: DraftId): Promise<{ draft: Stored<Draft>; kept: Kept } | undefined>;
  /** Who refers, as one person said it in the draft that they wrote last; undefined where there is none. */
  lastReferrer(owner: string): Promise<Kept['referrer']>;
  /** The open drafts of one person, the latest first. */
  of(owner: string): Promise<Stored<Draft>[]>;
  /** Open drafts, of whomever, that state a serious risk; the latest first. */
  atRisk(): Promise<Stored<Draft>[]>;
  /** Open drafts that nobody has gone on with since an instant; the oldest first. */
  untouchedSince(instant: string): Promise<Stored<Draft>[]>;
  countUntouchedSince(instant: string): Promise<number>;
};

const mostListed = 50;

/** Drafts of referrals, each step sealed. */
export function drafts(store: AggregateStore<Draft>, cipher: FieldCipher): Drafts {
  const placeOf = (id: string, step: DraftStep) => ({ collection, id, field: step });
  const seal = (id: DraftId, step: DraftStep, typed: unknown) =>
    cipher.seal(JSON.stringify(typed), placeOf(id, step));
  const listed = async (filter: Filter, sort: Sort) =>
    (await store.page({ filter, sort, limit: mostListed })).items;
  const openStep = (id: string, step: DraftStep, sealed: string) =>
    JSON.parse(cipher.open(sealed, placeOf(id, step))) as unknown;
  return {
    begin: (of, kept, command, unseen = []) =>
      store.create(of.draftId, command, () => {
        const steps = Object.entries(kept) as [DraftStep, unknown][];
        const saved = Object.fromEntries(
          steps.map(([step, typed]) => [step, seal(of.draftId, step, typed)] as const),
        );
        const toSee = unseen.filter((step) => step in kept);
        return begin({ ...of, saved, ...(toSee.length > 0 && { unseen: toSee }) }, command.at.instant);
      }),
    save: (id, step, typed, { atRisk, planAsked }, command) =>
      store.change(id, command, (draft) =>
        save(draft, {
          step,
          sealed: seal(id, step, typed),
          at: command.at.instant,
          planAsked,
          ...(atRisk === undefined ? {} : { atRisk }),
        }),
      ),
    sent: (id, as, command) => store.change(id, command, (draft) => sent(draft, as, command.at.instant)),
    throwAway: (id, command) => store.change(id, command, (draft) => throwAway(draft, command.at.instant)),
    open: async (id) => {
      const draft = await store.get(id);
      if (!draft) return undefined;
      const kept: Kept = Object.fromEntries(
        Object.entries(draft.state.saved).map(([step, sealed]) => [
          step,
          openStep(id, step as DraftStep, sealed),
        ]),
      );
      return { draft, kept };
    },
    async lastReferrer(owner) {
      const filter = { 'state.owner': owner, 'state.state': { $in: ['open', 'sent'] } };
      const { items } = await store.page({ filter, sort: { 'state.savedAt': -1 }, limit: 1 });
      const [last] = items;
      const sealed = last?.state.saved.referrer;
      return last && sealed !== undefined ? openStep(last.id, 'referrer', sealed) : undefined;
    },
    of: (owner) => listed({ 'state.owner': owner, 'state.state': 'open' }, { 'state.savedAt': -1 }),
    atRisk: () => listed({ 'state.atRisk': true }, { 'state.savedAt': -1 }),
    countUntouchedSince: (instant) =>
      store.count({ 'state.state': 'open', 'state.savedAt': { $lt: instant } }),
    untouchedSince: (instant) =>
      listed({ 'state.state': 'open', 'state.savedAt': { $lt: instant } }, { 'state.savedAt': 1 }),
  };
}
