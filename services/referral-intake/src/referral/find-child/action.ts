import { CalendarDate, services, textOf, todayInLondon } from '@waymark/care-types';
import { PathwayId, pathwayIdOf, PersonId, ReferralState } from '@waymark/events';
import { action, ownRecords } from '@waymark/http';
import { z } from 'zod';
import { search, type SearchParts } from './search.ts';
import { placeText, SearchQuery } from './search-query.ts';
import { findPage } from './view.ts';
import { isOpen } from '../domain/triage.ts';

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
        }).extend({
          /** Its wait on the waiting list, for who may see it; null where there is none. */
          pathwayId: PathwayId.nullable(),
          /** Whether the child still waits. */
          waits: z.boolean(),
        }),
      ),
    }),
  ),
  /** To be sent as `after` for the next part; null when nobody is left. */
  next: z.string().nullable(),
});

export const findChild = action({
  id: 'find-child',
  summary: 'Find a child by name, date of birth, NHS number or phone number, or a referral by its reference',
  path: '/find',
  permission: 'referral:list',
  looks: true,
  body: SearchQuery,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async ({ body, reach, viewer, may }, parts: SearchParts) => {
    const own = reach === 'any' ? {} : { 'state.organisation': viewer.organisation ?? '' };
    const { children: found, next } = await search(body, { own, reach }, parts);
    const children = found.map((child) => ({
      ...child,
      referrals: child.referrals.map(({ standing, ...referral }) => ({
        ...referral,
        pathwayId: may('pathway:view') && standing !== 'same-again' ? pathwayIdOf(referral.referralId) : null,
        waits: isOpen(standing),
      })),
    }));
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
