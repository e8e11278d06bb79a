import { CalendarDate, services, textOf, todayInLondon } from '@waymark/care-types';
import { PersonId, ReferralState } from '@waymark/events';
import { action, ownRecords } from '@waymark/http';
import { z } from 'zod';
import { search, type SearchParts } from './search.ts';
import { placeText, SearchQuery } from './search-query.ts';
import { findPage } from './view.ts';

const Found = z.object({
  children: z.array(
    z.object({
      personId: PersonId,
      givenName: z.string(),
      familyName: z.string(),
      dateOfBirth: CalendarDate,
      soundsAlike: z.boolean(),
      referrals: z.array(
        ReferralState.pick({
          referralId: true,
          reference: true,
          service: true,
          status: true,
          receivedOn: true,
        }),
      ),
    }),
  ),
  /** To be sent as `after` for the next part; null when nobody is left. */
  next: z.string().nullable(),
});

export const findChild = action({
  id: 'find-child',
  summary: 'Find a child by name, date of birth or NHS number, or a referral by its reference',
  path: '/find',
  permission: 'referral:list',
  looks: true,
  body: SearchQuery,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async ({ body, reach, viewer }, parts: SearchParts) => {
    const own = reach === 'any' ? {} : { 'state.organisation': viewer.organisation ?? '' };
    const { children, next } = await search(body, { own, reach }, parts);
    const state = { children, next: next ? placeText(next) : null };
    return { kind: 'done' as const, id: 'found', state, repeated: false };
  },
  refusals: {},
  form: findPage,
  then: {
    page: ({ state: { children, next } }, { body: { find }, clock }) => {
      const [only, ...others] = children.flatMap(({ referrals }) => referrals);
      if (only && others.length === 0 && find && !('name' in find)) return `/${only.referralId}`;
      return {
        template: 'referral/find-child/page.njk',
        model: {
          today: todayInLondon(clock),
          next,
          children: children.map((child) => ({
            ...child,
            referrals: child.referrals.map((referral) => ({
              ...referral,
              serviceText: textOf(services, referral.service),
            })),
          })),
        },
      };
    },
    api: ({ state }) => ({ status: 200, body: state }),
  },
  audits: ({ state }) => ({
    subjects: state.children.map(({ subject }) => subject),
    purpose: 'find a child',
  }),
  responses: Found,
});
