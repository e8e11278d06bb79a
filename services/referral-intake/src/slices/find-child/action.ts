import type { AggregateStore } from '@waymark/aggregate-store';
import { NhsNumber } from '@waymark/care-types';
import { PersonId, Reference, ReferralId } from '@waymark/events';
import { action, ownRecords } from '@waymark/runtime';
import { z } from 'zod';
import type { People } from '../../adapters/people/people.ts';
import type { ReferralRecord } from '../../domain/referral-record.ts';
import { listReferrals } from '../list-referrals/view.ts';

const words = 'Enter an NHS number of 10 digits, or a reference like WM-4F2K-9Q1M';

/** What is looked for. It is in the body of the request: an NHS number never stands in an address. */
const Sought = z
  .string({ error: words })
  .trim()
  .transform((typed, context): { reference: Reference } | { nhsNumber: NhsNumber } => {
    const reference = Reference.safeParse(typed.toUpperCase());
    if (reference.success) return { reference: reference.data };
    const number = NhsNumber.safeParse(typed);
    if (number.success) return { nhsNumber: number.data };
    const said = /[0-9]{4}/.test(typed) ? (number.error.issues[0]?.message ?? words) : words;
    context.issues.push({ code: 'custom', message: said, input: '' });
    return z.NEVER;
  });

type Parts = { referrals: AggregateStore<ReferralRecord>; people: People };

export const findChild = action({
  id: 'find-child',
  summary: 'Find a child by NHS number, or a referral by its reference',
  path: '/find',
  permission: 'referral:list',
  looks: true,
  body: z.strictObject({ find: Sought }),
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async ({ body: { find }, reach, viewer }, { referrals, people }: Parts) => {
    const personId = 'nhsNumber' in find ? await people.findByNumber(find.nhsNumber) : undefined;
    const path = 'reference' in find ? 'state.referral.reference' : 'state.referral.personId';
    const value = 'reference' in find ? find.reference : personId;
    if (value === undefined) return { kind: 'refused' as const, code: 'nobody', facts: {} };
    const own = reach === 'any' ? {} : { 'state.organisation': viewer.organisation ?? '' };
    const { items } = await referrals.page({
      filter: { ...own, [path]: value },
      sort: { 'state.referral.receivedOn': -1 },
      limit: 20,
    });
    const [first] = items;
    if (!first) return { kind: 'refused' as const, code: 'nobody', facts: {} };
    const found = {
      personId: first.state.referral.personId,
      referrals: items.map(({ state: { referral } }) => referral.referralId),
    };
    return { kind: 'done' as const, id: first.id, state: found, repeated: false };
  },
  refusals: { nobody: () => 'Nobody is found. Check the number, or log a referral.' },
  form: listReferrals,
  then: {
    page: ({ id, state }) => (state.referrals.length === 1 ? `/${id}` : `/?person=${state.personId}`),
    api: ({ state }) => ({ status: 200, body: state }),
  },
  audits: ({ state }) => ({ subjects: [state.personId], purpose: 'find a child' }),
  responses: z.object({ personId: PersonId, referrals: z.array(ReferralId) }),
});
