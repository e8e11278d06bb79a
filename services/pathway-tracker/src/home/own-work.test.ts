import { OwnWork } from '@waymark/http';
import type { Role } from '@waymark/policy';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { tracker, type Tracker } from '../testing/tracker.ts';

let here: Tracker;
const clock = fakeClock('2026-11-18T09:00:00Z');
beforeAll(async () => {
  here = await tracker({ clock });
});
afterAll(() => here.close());

const workOf = async (who: Role) => OwnWork.parse((await here.api('/own-work', who)).body).lines;

async function referred(n: number, circumstance: string): Promise<void> {
  await here.refer(
    referral({
      ...{ referralId: nth('ref', n), personId: nth('per', n), reference: nthReference(n) },
      ...{ receivedOn: '2026-10-30', circumstances: [{ id: circumstance, source: 'referrer' }] },
    }),
  );
}

test('direct care is told of serious risk and of the reviews of this week; a commissioner of how many wait', async () => {
  expect(await workOf('clinician')).toEqual([
    { when: 'waits', says: '0 priority reviews due this week', href: '/pathways/priority' },
  ]);
  await referred(1, 'looked-after');
  await referred(2, 'exclusion-risk');
  await referred(3, 'serious-risk');
  const { body } = await here.api('/priority');
  const due = (body['items'] as { reviewDue: string | null }[])
    .flatMap(({ reviewDue }) => reviewDue ?? [])
    .toSorted();
  const last = due.at(-1) ?? '';

  const [risk, reviews] = await workOf('triage');
  expect(risk).toMatchObject({ when: 'today', says: '1 same-day risk to take up' });
  const sunday = '2026-11-22';
  const thisWeek = due.filter((each) => each <= sunday).length;
  const words = thisWeek === 1 ? 'priority review' : 'priority reviews';
  expect(reviews?.says).toBe(`${thisWeek} ${words} due this week`);

  clock.pass(clock.now().until(`${last}T09:00:00Z`));
  const onLast = (await workOf('clinician')).find(({ when }) => when === 'waits');
  expect(onLast?.says).toBe(`${due.length} priority reviews due this week`);
  const overdue = due.filter((each) => each < last).length;
  if (overdue > 0) expect(onLast?.note).toMatch(new RegExp(`^${overdue} of them (is|are) overdue$`));

  expect(await workOf('commissioner')).toEqual([{ when: 'known', says: '3 open waits', href: null }]);
  for (const who of ['referrer', 'practitioner', 'anonymous'] as const) expect(await workOf(who)).toEqual([]);
  expect(await workOf('operator')).toEqual([{ when: 'known', says: '3 open waits', href: null }]);
});
