import { ServiceAskedFor, services, textOf, todayInLondon } from '@waymark/care-types';
import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import { PersonId, ReferralState } from '@waymark/events';
import { ownRecords, view } from '@waymark/http';
import type { Reach } from '@waymark/policy';
import { z } from 'zod';
import type { People } from '../../person/index.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { isOpen, triageStatusOf } from '../domain/triage.ts';
import { noStatedRisk, statedRisk, type StatedRiskParts } from '../stated-risk/stated-risk.ts';
import { seenBy, type Seen, type SeenParts } from '../view-referral/own-statement.ts';
import { fromWords, statusWords } from '../view-referral/shown-referral.ts';

const Nothing = z.literal('').transform(() => undefined);
const Status = ReferralState.shape.status;

const Query = z.strictObject({
  status: z.union([Status, Nothing]).optional(),
  service: z.union([ServiceAskedFor, Nothing]).optional(),
  person: PersonId.optional(),
});

type Referrals = AggregateStore<ReferralRecord>;
type ListParts = { referrals: Referrals; people: People; organisations: Organisations } & SeenParts &
  StatedRiskParts;

export const listReferrals = view({
  id: 'list-referrals',
  summary: 'The referrals, newest first, by status and service',
  path: '/',
  permission: 'referral:list',
  paged: true,
  remembered: true,
  query: Query,
  load: async ({ query, after, limit, reach, viewer, clock }, parts: ListParts) => {
    const { referrals, people, organisations } = parts;
    const own: Filter = reach === 'any' ? {} : { 'state.organisation': viewer.organisation ?? '' };
    const filter: Filter = { ...own, ...filterOf(query, reach) };
    const page = await referrals.page({
      filter,
      sort: { 'state.referral.receivedOn': -1, _id: 1 },
      limit,
      ...(after && { after }),
    });
    const [risk, names, statuses, byService, shown, open] = await Promise.all([
      reach === 'any' ? statedRisk(parts) : noStatedRisk,
      people.detailsOf(page.items.map(({ state }) => state.referral.personId)),
      counted(statusesFor(reach), (each) => ({ ...own, ...withStatus(each, reach) }), referrals),
      counted(
        services.entries.map(({ code }) => code),
        (each) => ({ ...own, 'state.referral.service': each }),
        referrals,
      ),
      referrals.count(filter),
      referrals.count({ ...own, ...withStatus('received', reach), 'state.closedOn': null }),
    ]);
    return {
      rows: page.items.map(({ id, state }) => ({
        ...rowOf(id, seenBy(reach, state, names.get(state.referral.personId), parts), organisations),
        subject: state.referral.personId,
      })),
      after: page.next,
      own: reach !== 'any',
      risk,
      all: statuses.reduce((sum, [, number]) => sum + number, 0),
      open,
      shown,
      who: reach === 'any' && query.person && names.get(query.person),
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
    subjects: [...new Set(rows.map(({ subject }) => subject))],
    purpose: 'list of referrals',
  }),
});

/** To a referrer, a referral that is the same as another one is with the team like any other. */
function statusesFor(reach: Reach): readonly z.output<typeof Status>[] {
  return reach === 'any' ? Status.options : Status.options.filter((status) => status !== 'duplicate');
}

function withStatus(status: z.output<typeof Status>, reach: Reach): Filter {
  if (reach === 'any') return { 'state.referral.status': status };
  const those = status === 'received' ? ['received', 'duplicate'] : status === 'duplicate' ? [] : [status];
  return { 'state.referral.status': { $in: those } };
}

/** A referrer sees pseudonyms of referrals, not of children: no child has one of them. */
function filterOf({ status, service, person }: z.output<typeof Query>, reach: Reach): Filter {
  return {
    ...(status && withStatus(status, reach)),
    ...(service && { 'state.referral.service': service }),
    ...(person && { 'state.referral.personId': reach === 'any' ? person : 'nobody' }),
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

function rowOf(id: string, { record, child }: Seen, organisations: Organisations) {
  const { referral, organisation, sameDayRisk } = record;
  const status = triageStatusOf(record);
  const open = isOpen(status);
  return {
    ...referral,
    referralId: id,
    name: child,
    serviceText: textOf(services, referral.service),
    from: fromWords({ referral, organisation }, organisations),
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
