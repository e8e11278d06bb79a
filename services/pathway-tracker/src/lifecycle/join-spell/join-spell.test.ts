import { nth, nthReference, referral, referralEvent } from '@waymark/testkit/builders';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../../testing/tracker.ts';

let here: Tracker;
beforeAll(async () => {
  here = await tracker();
});
afterAll(() => here.close());

type Clock = {
  regime: string;
  start: string;
  stop: string | null;
  days: number;
  standing: string;
  referralIds: string[];
};

async function fourWeeks(pathwayId: string): Promise<Clock | undefined> {
  const { body } = await here.api(`/${pathwayId}`);
  return (body['clocks'] as Clock[]).find(({ regime }) => regime === 'cyp-4-week');
}

async function did(pathwayId: string, kind: string, body: object): Promise<void> {
  const { status, text } = await here.command(`/${pathwayId}/record/${kind}`, body);
  expect([kind, status, text.includes('factId')]).toEqual([kind, 201, true]);
}

/** The first referral ended on 20 March, the second came within five days of it. */
const of = (person: number, n: number, receivedOn: string) =>
  referral({
    ...{ referralId: nth('ref', n), personId: nth('per', person), reference: nthReference(n) },
    ...{ receivedOn, dateOfBirth: '2012-09-14', service: 'camhs-community' },
  });

test.each([
  ['the earlier referral first', 1, [0, 1]],
  ['the later referral first', 2, [1, 0]],
] as const)('two referrals become one spell, %s', async (_, person, order) => {
  const both = [of(person, person * 10, '2025-03-03'), of(person, person * 10 + 1, '2025-03-25')] as const;
  const ids: string[] = [];
  for (const at of order) ids[at] = await here.refer(both[at]);
  const [first = '', second = ''] = ids;
  const happened = [
    () => did(first, 'discharge', { on: '2025-03-20' }),
    async () => {
      await did(second, 'contact', { on: '2025-03-27', attendance: '5', mechanism: '01' });
      await did(second, 'outcome-measure', { on: '2025-03-28', tool: 'RCADS' });
      await did(second, 'care-plan', { on: '2025-04-04' });
    },
  ] as const;
  for (const at of order) await happened[at]();

  const expected = {
    ...{ start: '2025-03-03', stop: '2025-04-04', days: 32, standing: 'breached' },
    referralIds: both.map(({ referralId }) => referralId),
  };
  for (const pathwayId of ids)
    await until(async () => JSON.stringify(await fourWeeks(pathwayId)).includes('"stop":"2025-04-04"'));
  expect(await fourWeeks(first)).toMatchObject(expected);
  expect(await fourWeeks(second)).toMatchObject(expected);
});

test('a referral that comes again writes nothing, and more of it writes once', async () => {
  const pathwayId = `pw_${String(10).padStart(26, '0')}`;
  const version = async () =>
    Number(/\d+/.exec((await here.api(`/${pathwayId}`)).headers.get('etag') ?? '')?.[0]);
  const before = await version();
  const state = of(1, 10, '2025-03-03');
  const accepted = referral({ ...state, status: 'accepted', acceptedOn: '2025-03-04' });
  await here.publishReferral(referralEvent(state));
  await here.publishReferral(referralEvent(accepted, { type: 'referral.accepted.v1', sequence: 2 }));
  await until(async () => (await version()) > before);
  expect(await version()).toBe(before + 1);
});

test('a referral that was redirected to another provider is one wait with the one that was received there', async () => {
  const here18 = async (pathwayId: string) => {
    const { body } = await here.api(`/${pathwayId}`);
    return (body['clocks'] as Clock[]).find(({ regime }) => regime === 'local-18-weeks');
  };
  const from = of(6, 60, '2025-03-03');
  const to = referral({ provider: 'RX4' }).provider;
  const first = await here.refer(from);
  const redirected = referral({
    ...from,
    ...{
      status: 'redirected',
      redirectedOn: '2025-03-10',
      redirectedTo: to,
      redirectReason: 'lives-elsewhere',
    },
  });
  await here.publishReferral(referralEvent(redirected, { type: 'referral.redirected.v1', sequence: 2 }));
  const second = await here.refer({ ...of(6, 61, '2025-03-17'), provider: to });
  await until(async () => ((await here18(second))?.referralIds.length ?? 0) > 1);
  await until(async () => ((await here18(first))?.referralIds.length ?? 0) > 1);
  for (const pathwayId of [first, second])
    expect(await here18(pathwayId)).toMatchObject({ start: '2025-03-03', stop: null, standing: 'breached' });
});

test('another provider, or another child, is another spell', async () => {
  const own = await here.refer(of(4, 40, '2025-03-03'));
  const elsewhere = { ...of(4, 41, '2025-03-10'), provider: referral({ provider: 'RX4' }).provider };
  await here.refer(elsewhere);
  await here.refer(of(5, 50, '2025-03-12'));
  expect((await fourWeeks(own))?.referralIds).toHaveLength(1);
});
