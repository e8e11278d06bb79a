import { ageOn, CalendarDate, todayInLondon, workingDaysAfter, workingDaysSince } from '@waymark/care-types';
import { Reference } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { KeptRequest } from '../adapters/family-requests.ts';
import { FamilyRequestId } from '../domain/family-request.ts';
import { answersIn } from '../family-form/steps.ts';
import { askedForWords, notSure, offeredServices, whoWords } from '../family-form/words.ts';
import type { ScreenParts } from '../screen-request/view.ts';

const Row = z.object({
  requestId: FamilyRequestId,
  reference: Reference,
  sentOn: CalendarDate,
  atRisk: z.boolean(),
  service: z.enum([...offeredServices, notSure]),
  workingDays: z.int(),
  decideBy: CalendarDate,
  late: z.boolean(),
});

export const fromFamilies = view({
  id: 'from-families',
  summary: 'What families have sent and no clinician has decided about: serious risk first, then the oldest',
  path: '/from-families',
  permission: 'referral:screen',
  paged: true,
  query: z.strictObject({}),
  load: async ({ after, limit, clock }, { familyRequests, decideWithin }: ScreenParts) => {
    const [page, waiting, atRisk] = await Promise.all([
      familyRequests.waiting({ limit, after }),
      familyRequests.countWaiting(),
      familyRequests.countWaiting({ atRisk: true }),
    ]);
    const today = todayInLondon(clock);
    return {
      rows: page.items.map((each) => rowOf(each, { today, decideWithin })),
      after: page.next,
      ...{ waiting, atRisk, decideWithin },
    };
  },
  worklist: async ({ clock, basePath }, { familyRequests, decideWithin }: ScreenParts, after) => {
    const { items } = await familyRequests.waiting({ limit: 2 });
    const next = items.find(({ request }) => request.id !== after);
    if (!next)
      return {
        says: 'No other request from a family waits.',
        text: 'Go to triage',
        href: `${basePath}/triage`,
      };
    const row = rowOf(next, { today: todayInLondon(clock), decideWithin });
    return {
      says: row.atRisk ? 'Next request, with serious risk stated:' : 'Next request from a family:',
      text: [row.name, row.age, row.reference].filter(Boolean).join(', '),
      href: `${basePath}/from-families/${row.requestId}`,
      subjects: [row.requestId],
    };
  },
  page: { template: 'family/screen-list/page.njk' },
  api: {
    body: z.object({ waiting: z.int(), atRisk: z.int(), decideWithin: z.int(), requests: z.array(Row) }),
    of: ({ rows, waiting, atRisk, decideWithin }) => ({ waiting, atRisk, decideWithin, requests: rows }),
  },
  next: ({ after }) => after,
  audits: ({ rows }) => ({
    subjects: rows.map(({ requestId }) => requestId),
    purpose: 'list of what families have sent',
  }),
});

type About = { today: ReturnType<typeof todayInLondon>; decideWithin: number };

function rowOf({ request, kept }: KeptRequest, { today, decideWithin }: About) {
  const { requestId, reference, atRisk, state } = request.state;
  const { who, child, worry } = answersIn(kept);
  const sentOn = request.state.sentOn ?? today;
  const decideBy = workingDaysAfter(sentOn, decideWithin);
  return {
    ...{ requestId, reference, atRisk, sentOn, decideBy },
    late: decideBy < today,
    workingDays: workingDaysSince(sentOn, today),
    beingTaken: state === 'being-taken',
    service: worry?.service ?? notSure,
    asksFor: worry && askedForWords[worry.service],
    from: who && whoWords[who.who].replace(/^I am /, ''),
    name: child && [child.givenName, child.familyName].filter(Boolean).join(' '),
    age: child && ageOn(child.dateOfBirth, today),
  };
}
