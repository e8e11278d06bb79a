import { ServiceAskedFor, services, textOf, todayInLondon } from '@waymark/care-types';
import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import { PersonId, ReferralState } from '@waymark/events';
import { ownRecords, view } from '@waymark/runtime';
import { z } from 'zod';
import type { People } from '../../adapters/people/people.ts';
import type { ReferralRecord } from '../../domain/referral-record.ts';
import { statusWords } from '../view-referral/view.ts';

const Nothing = z.literal('').transform(() => undefined);
const Status = ReferralState.shape.status;

const Query = z.strictObject({
  status: z.union([Status, Nothing]).optional(),
  service: z.union([ServiceAskedFor, Nothing]).optional(),
  person: PersonId.optional(),
});

type ListParts = { referrals: AggregateStore<ReferralRecord>; people: People };

export const listReferrals = view({
  id: 'list-referrals',
  summary: 'The referrals, newest first, by status and service',
  path: '/',
  permission: 'referral:list',
  paged: true,
  query: Query,
  load: async ({ query, after, limit, reach, viewer, clock }, { referrals, people }: ListParts) => {
    const own: Filter = reach === 'any' ? {} : { 'state.organisation': viewer.organisation ?? '' };
    const { status, service, person } = query;
    const filter: Filter = {
      ...own,
      ...(status && { 'state.referral.status': status }),
      ...(service && { 'state.referral.service': service }),
      ...(person && { 'state.referral.personId': person }),
    };
    const page = await referrals.page({
      filter,
      sort: { 'state.referral.receivedOn': -1, _id: 1 },
      limit,
      ...(after && { after }),
    });
    const [names, statuses, all] = await Promise.all([
      people.detailsOf(page.items.map(({ state }) => state.referral.personId)),
      Promise.all(
        Status.options.map(async (each) => ({
          value: each,
          text: statusWords[each],
          count: await referrals.count({ ...own, 'state.referral.status': each }),
        })),
      ),
      referrals.count(own),
    ]);
    return {
      rows: page.items.map(({ id, state: { referral, sameDayRisk } }) => ({
        ...referral,
        referralId: id,
        name: names.get(referral.personId),
        serviceText: textOf(services, referral.service),
        statusText: statusWords[referral.status],
        sameDayRisk,
      })),
      after: page.next,
      all,
      statuses,
      services: services.entries.map(({ code, text }) => ({ value: code, text })),
      query,
      today: todayInLondon(clock),
    };
  },
  relation: ownRecords,
  page: { template: 'list-referrals/page.njk' },
  api: {
    path: '/api/referrals',
    body: z.object({ all: z.int(), referrals: z.array(ReferralState) }),
    of: ({ all, rows }) => ({ all, referrals: rows }),
  },
  next: ({ after }) => after,
  audits: ({ rows }) => ({
    subjects: [...new Set(rows.map(({ personId }) => personId))],
    purpose: 'list of referrals',
  }),
});
