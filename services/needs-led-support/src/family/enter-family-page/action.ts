import { CalendarDate, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { action, clearFamily, sealFamily, view, type IdentityConfig } from '@waymark/http';
import type { AttemptLimiter } from '@waymark/service-base';
import { z } from 'zod';
import { FamilyCode, hashOfCode } from '../../plan/domain/family-code.ts';
import type { Plan } from '../../plan/domain/plan.ts';

/** Wrong tries after which a code is locked, and for how long. */
export const wrongCodes = { attempts: 5, minutes: 15 } as const;

export type Parts = {
  plans: AggregateStore<Plan>;
  codeKey: string;
  attempts: AttemptLimiter;
  clock: Clock;
  session: Pick<IdentityConfig, 'PUBLIC_URL' | 'SESSION_KEY'>;
};

export const familyDoor = view({
  id: 'family-door',
  summary: 'Where a family types the code of its letter and a date of birth',
  path: '/family',
  permission: 'family:enter',
  load: async () => ({}),
  page: { template: 'family/enter-family-page/page.njk' },
});

export const enterFamilyPage = action({
  id: 'enter-family-page',
  summary: 'Open a family’s page with the code of its letter and the date of birth',
  path: '/family/enter',
  permission: 'family:enter',
  body: z.strictObject({ code: FamilyCode, dateOfBirth: CalendarDate }),
  form: familyDoor,
  run: async ({ body }, { plans, codeKey, attempts, clock, session }: Parts) => {
    const codeHash = hashOfCode(codeKey, body.code);
    if (await attempts.isLocked(codeHash)) return { kind: 'refused', code: 'resting', facts: {} };
    const { items } = await plans.page({
      filter: { 'state.codeHash': codeHash },
      sort: { 'state.codeHash': 1 },
      limit: 1,
    });
    const [found] = items;
    if (found?.state.dateOfBirth !== body.dateOfBirth) {
      await attempts.recordFailure(codeHash);
      return { kind: 'refused', code: 'no-such-page', facts: {} };
    }
    const stay = await sealFamily(session, clock, found.id);
    return { kind: 'done', id: found.id, version: found.version, state: { stay }, repeated: false };
  },
  refusals: {
    // One answer for a wrong code and a wrong date: neither tells that the other was right.
    'no-such-page': () =>
      'We cannot find a page for that code and date of birth. Check both and try again, or ask for a new letter.',
    resting: () => 'That code was tried too often. Wait 15 minutes, then try again, or ask for a new letter.',
  },
  then: {
    page: ({ state }) => ({ to: '/family/plan', setCookie: state.stay }),
    api: () => ({ status: 200, body: {}, location: '/family/plan' }),
  },
});

export const leaveFamilyPage = action({
  id: 'leave-family-page',
  summary: 'Close the family’s page on this device',
  path: '/family/leave',
  permission: 'family:enter',
  body: z.strictObject({}),
  run: async (_, { session }: Pick<Parts, 'session'>) => ({
    kind: 'done',
    id: 'family',
    version: 1,
    state: { over: clearFamily(session) },
    repeated: false,
  }),
  refusals: {},
  then: {
    page: ({ state }) => ({ to: '/family', setCookie: state.over }),
    api: () => ({ status: 200, body: {} }),
  },
});
