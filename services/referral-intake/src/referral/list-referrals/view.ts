import { ServiceAskedFor, services, sourceOfReferral, textOf, todayInLondon } from '@waymark/care-types';
import type { AggregateStore, Filter, Stored } from '@waymark/aggregate-store';
import { PersonId, ReferralState } from '@waymark/events';
import { ownRecords, view } from '@waymark/http';
import { z } from 'zod';
import type { People } from '../../person/index.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { isOpen, triageStatusOf } from '../domain/triage.ts';
import { noStatedRisk, statedRisk, type StatedRiskParts } from '../stated-risk/stated-risk.ts';
import { statusWords } from '../view-referral/shown-referral.ts';

const Nothing = z.literal('').transform(() => undefined);
const Status = ReferralState.shape.status;

const Query = z.strictObject({
  status: z.union([Status, Nothing]).optional(),
  service: z.union([ServiceAskedFor, Nothing]).optional(),
  person: PersonId.optional(),
});

type Referrals = AggregateStore<ReferralRecord>;
type ListParts = { referrals: Referrals; people: People; organisations: Organisations } & StatedRiskParts;

export const listReferrals = view({
  id: 'list-referrals',
  summary: 'The referrals, newest first, by status and service',
  path: '/',
  permission: 'referral:list',
  paged: true,
  query: Query,
  load: async ({ query, after, limit, reach, viewer, clock }, parts: ListParts) => {
    const { referrals, people, organisations } = parts;
    const own: Filter = reach === 'any' ? {} : { 'state.organisation': viewer.organisation ?? '' };
    const filter: Filter = { ...own, ...filterOf(query) };
    const page = await referrals.page({
      filter,
      sort: { 'state.referral.receivedOn': -1, _id: 1 },
      limit,
      ...(after && { after }),
    });
    const [risk, names, statuses, byService, shown, open] = await Promise.all([
      reach === 'any' ? statedRisk(parts) : noStatedRisk,
      people.detailsOf(page.items.map(({ state }) => state.referral.personId)),
      counted(Status.options, (each) => ({ ...own, 'state.referral.status': each }), referrals),
      counted(
        services.entries.map(({ code }) => code),
        (each) => ({ ...own, 'state.referral.service': each }),
        referrals,
      ),
      referrals.count(filter),
      referrals.count({ ...own, 'state.referral.status': 'received', 'state.closedOn': null }),
    ]);
    return {
      rows: page.items.map((stored) => rowOf(stored, names, organisations)),
      after: page.next,
      own: reach !== 'any',
      risk,
      all: statuses.reduce((sum, [, number]) => sum + number, 0),
      open,
      shown,
      who: query.person && names.get(query.person),
      statuses: statuses.map(([value, number]) => ({
        value,
        text: `${statusWords[value]} ${written(number)}`,
      })),
      services: byService.map(([value, number]) => ({
        value,
        text: `${textOf(services, value)} ${written(number)}`,
      })),
      query,
      today: todayInLondon(clock),
    };
  },
  relation: ownRecords,
  page: { template: 'referral/list-referrals/page.njk' },
  api: {
    path: '/api/referrals',
    body: z.object({ all: z.int(), shown: z.int(), referrals: z.array(ReferralState) }),
    of: ({ all, shown, rows }) => ({ all, shown, referrals: rows }),
  },
  next: ({ after }) => after,
  audits: ({ rows }) => ({
    subjects: [...new Set(rows.map(({ personId }) => personId))],
    purpose: 'list of referrals',
  }),
});

function filterOf({ status, service, person }: z.output<typeof Query>): Filter {
  return {
    ...(status && { 'state.referral.status': status }),
    ...(service && { 'state.referral.service': service }),
    ...(person && { 'state.referral.personId': person }),
  };
}

async function counted<Value extends string>(
  values: readonly Value[],
  filterFor: (value: Value) => Filter,
  referrals: Referrals,
): Promise<[Value, number][]> {
  return Promise.all(
    values.map(async (value): Promise<[Value, number]> => [value, await referrals.count(filterFor(value))]),
  );
}

function rowOf(
  { id, state }: Stored<ReferralRecord>,
  names: Awaited<ReturnType<People['detailsOf']>>,
  { byCode }: Organisations,
) {
  const { referral, organisation, sameDayRisk } = state;
  const status = triageStatusOf(state);
  const open = isOpen(status);
  return {
    ...referral,
    referralId: id,
    name: names.get(referral.personId),
    serviceText: textOf(services, referral.service),
    from: (organisation && byCode(organisation)?.name) ?? textOf(sourceOfReferral, referral.source),
    shownStatus: {
      text: status === 'over' ? 'Wait over' : statusWords[status],
      tone: status === 'received' ? 'notice' : 'quiet',
    },
    sameDayRisk: sameDayRisk && open,
  };
}

function written(count: number): string {
  return count.toLocaleString('en-GB');
}
