import {
  ServiceAskedFor,
  services,
  sourceOfReferral,
  textOf,
  todayInLondon,
  workingDaysAfter,
  workingDaysSince,
  type CalendarDate,
} from '@waymark/care-types';
import type { AggregateStore, Filter, Stored } from '@waymark/aggregate-store';
import { ReferralState } from '@waymark/events';
import { view } from '@waymark/http';

import { choices } from '@waymark/web';
import { z } from 'zod';
import type { People } from '../../person/index.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { planAskedOf, type PlanRule } from '../../needs-plan/domain/plan-required.ts';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { all, lateSince, undecidedHere } from './undecided.ts';
import { inOrder, leadTo, nextToDecide, nothingNext } from './next.ts';
import { StatedRisk, statedRisk, type StatedRiskParts, type TriageParts } from '../../referral/index.ts';

const Nothing = z.literal('').transform(() => undefined);

export const TriageQuery = z.strictObject({
  waits: z.union([z.enum(['decision', 'answer']), Nothing]).optional(),
  clock: z.union([z.literal('late'), Nothing]).optional(),
  service: z.union([ServiceAskedFor, Nothing]).optional(),
});

type Referrals = AggregateStore<ReferralRecord>;
export type TriageListParts = {
  referrals: Referrals;
  people: People;
  organisations: Organisations;
  planRules: readonly PlanRule[];
} & StatedRiskParts &
  TriageParts;

const Row = z.object({
  ...ReferralState.pick({ referralId: true, reference: true, personId: true, status: true }).shape,
  ...ReferralState.pick({ service: true, receivedOn: true, answerBy: true }).shape,
  sameDayRisk: z.boolean(),
  workingDays: z.int(),
  decideBy: z.string(),
  late: z.boolean(),
  answerLate: z.boolean(),
  /** By when a plan of needs is asked for, and why; null where none is. It stops no clock. */
  planAsked: z.object({ by: z.string(), because: z.string(), late: z.boolean() }).nullable(),
});

export const triageList = view({
  id: 'triage-list',
  summary: 'Referrals that no team has decided about yet: serious risk first, then the oldest',
  path: '/triage',
  permission: 'referral:triage',
  paged: true,
  query: TriageQuery,
  load: async ({ query, after, limit, clock }, parts: TriageListParts) => {
    const { referrals, people, organisations, familyRequests, decideWithin, planRules } = parts;
    const today = todayInLondon(clock);
    const late = lateSince(today, decideWithin);
    const filter = { ...all, ...filterOf(query, late) };
    const [page, shown, waiting, overdue, unanswered, plansAsked, families, risk] = await Promise.all([
      referrals.page({ filter, sort: inOrder, limit, ...(after && { after }) }),
      referrals.count(filter),
      referrals.count(all),
      referrals.count({ ...all, 'state.referral.receivedOn': { $lte: late } }),
      referrals.count({ ...all, 'state.referral.status': 'returned' }),
      referrals.count({ ...all, 'state.plan.state': 'asked-for' }),
      familyRequests.countWaiting(),
      statedRisk(parts),
    ]);
    const names = await people.detailsOf(page.items.map(({ state }) => state.referral.personId));
    return {
      rows: page.items.map((stored) =>
        rowOf(stored, { names, organisations, today, decideWithin, planRules }),
      ),
      after: page.next,
      ...{ shown, waiting, overdue, unanswered, plansAsked, query, today, decideWithin },
      ...{ families, risk },
      services: choices(services.entries),
    };
  },
  worklist: async ({ query, clock, basePath }, parts: TriageListParts, after) => {
    const today = todayInLondon(clock);
    const fits = { ...all, ...filterOf(query, lateSince(today, parts.decideWithin)) };
    const next = await nextToDecide(
      query.waits === 'answer' ? fits : { ...fits, ...undecidedHere },
      after,
      parts,
    );
    if (next) return leadTo(next, { parts, today, basePath });
    return nothingNext({ ...all, ...undecidedHere }, Object.values(query).some(Boolean), { parts, basePath });
  },
  page: { template: 'triage/triage-list/page.njk' },
  api: {
    path: '/api/triage',
    body: z.object({
      waiting: z.int(),
      overdue: z.int(),
      unanswered: z.int(),
      plansAsked: z.int(),
      shown: z.int(),
      decideWithin: z.int(),
      risk: StatedRisk,
      referrals: z.array(Row),
    }),
    of: ({ rows, ...figures }) => ({ ...figures, referrals: rows }),
  },
  next: ({ after }) => after,
  audits: ({ rows }) => ({
    subjects: [...new Set(rows.map(({ personId }) => personId))],
    purpose: 'triage list',
  }),
});

function filterOf({ waits, clock, service }: z.output<typeof TriageQuery>, late: CalendarDate): Filter {
  return {
    ...(waits && { 'state.referral.status': waits === 'decision' ? 'received' : 'returned' }),
    ...(clock && { 'state.referral.receivedOn': { $lte: late } }),
    ...(service && { 'state.referral.service': service }),
  };
}

type About = {
  names: Awaited<ReturnType<People['detailsOf']>>;
  organisations: Organisations;
  today: CalendarDate;
  decideWithin: number;
  planRules: readonly PlanRule[];
};

function rowOf({ state }: Stored<ReferralRecord>, about: About) {
  const { names, organisations, today, decideWithin, planRules } = about;
  const { referral, organisation, sameDayRisk, plan } = state;
  const decideBy = workingDaysAfter(referral.receivedOn, decideWithin);
  return {
    ...referral,
    sameDayRisk,
    name: names.get(referral.personId),
    serviceText: textOf(services, referral.service),
    from:
      (organisation && organisations.byCode(organisation)?.name) ?? textOf(sourceOfReferral, referral.source),
    workingDays: workingDaysSince(referral.receivedOn, today),
    decideBy,
    late: decideBy < today,
    answerLate: referral.answerBy !== undefined && referral.answerBy < today,
    planAsked: planAskedOf(plan, referral, planRules, today) ?? null,
  };
}
