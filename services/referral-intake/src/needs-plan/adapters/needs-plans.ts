import type { AggregateStore, Filter, HistoryEntry } from '@waymark/aggregate-store';
import { CalendarDate } from '@waymark/care-types';
import { decide, type Decision, type CommandMeta, type Outcome } from '@waymark/decisions';
import { PersonId } from '@waymark/events';
import { z } from 'zod';
import { sameChild, type PlanChild } from '../domain/needs-plan-child.ts';
import { PlanId } from '../domain/needs-plan-id.ts';
import { NeedsPlan, planStatuses, planStatusOf, type PlanStatus } from '../domain/needs-plan.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';

const collection = 'needs-plans';

/** A plan as the database holds it: sealed whole, found by its organisation, its next review and keyed hashes. */
const SealedPlan = z.strictObject({
  planId: PlanId,
  organisation: z.string().nullable(),
  personId: PersonId.optional(),
  /** Keyed hashes of the child, by which the plans of a child are found. */
  childKeys: z.array(z.string()),
  standing: z.enum(planStatuses),
  startedOn: CalendarDate,
  nextReviewOn: CalendarDate,
  /** Absent once who the child is has been erased. */
  plan: z.string().optional(),
});
type SealedPlan = z.output<typeof SealedPlan>;

/** How the store of plans is kept. It publishes nothing. */
export const needsPlansSettings = {
  collection,
  schema: SealedPlan,
  indexes: [
    { keys: { 'state.standing': 1, 'state.nextReviewOn': 1, _id: 1 } },
    { keys: { 'state.organisation': 1, 'state.standing': 1, 'state.nextReviewOn': 1, _id: 1 } },
    { keys: { 'state.childKeys': 1 } },
    { keys: { 'state.personId': 1 }, sparse: true },
  ],
} as const;

export type PlanFilter = {
  /** The organisation whose plans are sought; undefined for every one. */
  organisation: string | undefined;
  status: PlanStatus;
};

export type NeedsPlans = {
  start(plan: NeedsPlan, command: CommandMeta): Promise<Outcome<unknown>>;
  change(
    planId: PlanId,
    command: CommandMeta,
    next: (plan: NeedsPlan) => Decision<NeedsPlan>,
  ): Promise<Outcome<unknown>>;
  /** Undefined for one that is not known, or was erased. */
  get(planId: PlanId): Promise<{ plan: NeedsPlan; version: number } | undefined>;
  /** Those whose review is due first come first. */
  page(query: {
    filter: PlanFilter;
    limit: number;
    after?: readonly unknown[];
  }): Promise<{ plans: NeedsPlan[]; next?: unknown[] }>;
  count(filter: PlanFilter): Promise<number>;
  /** How many open plans should have been reviewed before a day. */
  countOverdue(organisation: string | undefined, today: CalendarDate): Promise<number>;
  /** The plans that a referral of this child may follow. */
  ofChild(child: PlanChild, organisation: string | undefined): Promise<NeedsPlan[]>;
  /** Those that are open, of whomever. */
  open(): AsyncIterable<PlanId>;
  /** Take away who a child is from every plan of theirs; what the plan was, and when, stays. */
  eraseOf(personId: PersonId, child: PlanChild, command: CommandMeta): Promise<void>;
  /** The plans of children who are known from nothing else, and were born before a day. */
  ofUnknownBornBefore(day: CalendarDate): AsyncIterable<PlanId>;
  erase(planId: PlanId, command: CommandMeta): Promise<Outcome<unknown>>;
  /** Who did what, oldest first. */
  history(planId: PlanId): Promise<HistoryEntry[]>;
};

const mostOfOneChild = 20;

/** Plans of needs, each sealed as one. */
export function needsPlans(
  store: AggregateStore<SealedPlan>,
  { cipher, index }: { cipher: FieldCipher; index: BlindIndex },
): NeedsPlans {
  const placeOf = (id: PlanId) => ({ collection, id, field: 'plan' });
  const keysOf = ({ givenName, familyName, dateOfBirth, nhsNumber }: PlanChild) => [
    ...(nhsNumber === undefined ? [] : [index.ofNhsNumber(nhsNumber)]),
    index.ofName({ givenName, familyName: '', dateOfBirth }),
    index.ofName({ givenName: '', familyName, dateOfBirth }),
  ];
  const sealed = (plan: NeedsPlan): SealedPlan => ({
    planId: plan.planId,
    organisation: plan.organisation,
    ...(plan.personId && { personId: plan.personId }),
    childKeys: keysOf(plan.child),
    standing: planStatusOf(plan),
    startedOn: plan.startedOn,
    nextReviewOn: plan.nextReviewOn,
    plan: cipher.seal(JSON.stringify(NeedsPlan.parse(plan)), placeOf(plan.planId)),
  });
  const sealing = (decision: Decision<NeedsPlan>): Decision<SealedPlan> =>
    decision.kind === 'decided' ? { ...decision, state: sealed(decision.state) } : decision;
  const openPlan = ({ planId, plan }: SealedPlan): NeedsPlan | undefined =>
    plan === undefined ? undefined : NeedsPlan.parse(JSON.parse(cipher.open(plan, placeOf(planId))));
  const erase = (planId: PlanId, command: CommandMeta) =>
    store.change(planId, command, ({ plan: _gone, ...rest }) => decide({ ...rest, childKeys: [] }));
  const opened = (states: readonly SealedPlan[]) => states.flatMap((state) => openPlan(state) ?? []);
  const filterOf = ({ organisation, status }: PlanFilter): Filter => ({
    ...(organisation !== undefined && { 'state.organisation': organisation }),
    'state.standing': status,
    'state.plan': { $exists: true },
  });

  return {
    start: (plan, command) =>
      store.create(plan.planId, command, () => ({ kind: 'decided', state: sealed(plan), events: [] })),
    change: (planId, command, next) =>
      store.change(planId, command, (state) => {
        const plan = openPlan(state);
        return plan ? sealing(next(plan)) : { kind: 'refused', code: 'erased', facts: {} };
      }),
    get: async (planId) => {
      const stored = await store.get(planId);
      const plan = stored && openPlan(stored.state);
      return plan && { plan, version: stored.version };
    },
    page: async ({ filter, limit, after }) => {
      const page = await store.page({
        filter: filterOf(filter),
        sort: { 'state.nextReviewOn': 1, _id: 1 },
        limit,
        ...(after && { after }),
      });
      return { plans: opened(page.items.map(({ state }) => state)), ...(page.next && { next: page.next }) };
    },
    count: (filter) => store.count(filterOf(filter)),
    countOverdue: (organisation, today) =>
      store.count({ ...filterOf({ organisation, status: 'open' }), 'state.nextReviewOn': { $lt: today } }),
    ofChild: async (child, organisation) => {
      const { items } = await store.page({
        filter: {
          'state.childKeys': { $in: keysOf(child) },
          'state.standing': { $ne: 'ended' },
          ...(organisation !== undefined && { 'state.organisation': organisation }),
        },
        sort: { 'state.startedOn': -1 },
        limit: mostOfOneChild,
      });
      return opened(items.map(({ state }) => state)).filter((plan) => sameChild(plan.child, child));
    },
    open: async function* () {
      for await (const { state } of store.each({ 'state.standing': 'open' })) yield state.planId;
    },
    eraseOf: async (personId, child, command) => {
      const theirs = new Set<PlanId>();
      for await (const { state } of store.each({ 'state.personId': personId })) theirs.add(state.planId);
      for await (const { state } of store.each({ 'state.childKeys': { $in: keysOf(child) } })) {
        const plan = openPlan(state);
        if (plan && sameChild(plan.child, child)) theirs.add(state.planId);
      }
      for (const planId of theirs) await erase(planId, { ...command, key: `${command.key} ${planId}` });
    },
    ofUnknownBornBefore: async function* (day) {
      for await (const { state } of store.each({ 'state.personId': { $exists: false } })) {
        const plan = openPlan(state);
        if (plan && plan.child.dateOfBirth < day) yield state.planId;
      }
    },
    erase,
    history: (planId) => store.history(planId),
  };
}
