import { referralDuplicateResolved } from '@waymark/events';
import { nth, nthReference, referral, referralEvent } from '@waymark/testkit/builders';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../../testing/tracker.ts';

let here: Tracker;
beforeAll(async () => {
  here = await tracker();
});
afterAll(() => here.close());

type Clock = { regime: string; start: string; referralIds: string[] };

const of = (person: number, n: number, receivedOn: string) =>
  referral({
    ...{ referralId: nth('ref', n), personId: nth('per', person), reference: nthReference(n) },
    ...{ receivedOn, dateOfBirth: '2012-09-14', service: 'camhs-community' },
  });
const pairId = `dup_${String(1).padStart(26, '0')}`;

async function spellOf(pathwayId: string): Promise<string[]> {
  const { body } = await here.api(`/${pathwayId}`);
  const clocks = body['clocks'] as Clock[];
  return clocks.find(({ regime }) => regime === 'cyp-4-week')?.referralIds ?? [];
}

async function hears(state: ReturnType<typeof of>, sequence: number, change: object): Promise<void> {
  const { data, ...envelope } = referralEvent(state, { type: referralDuplicateResolved.type, sequence });
  await here.publishReferral({ ...envelope, data: { ...data, pairId, ...change } });
}

test('records put together make one spell of their referrals, and taken apart each has its own again', async () => {
  const [kept, other] = [of(1, 1, '2025-03-03'), of(2, 2, '2025-03-10')];
  const ids = [await here.refer(kept), await here.refer(other)] as const;
  const spells = async () => [await spellOf(ids[0]), await spellOf(ids[1])];
  const become = (wanted: string[][]) =>
    until(async () => JSON.stringify(await spells()) === JSON.stringify(wanted));
  const apart = [[kept.referralId], [other.referralId]];
  await become(apart);

  const moved = { personId: kept.personId, resolved: 'same-child', personBefore: other.personId };
  await hears(other, 2, moved);
  const both = [kept.referralId, other.referralId];
  await become([both, both]);

  await hears(other, 3, { resolved: 'undone', personBefore: kept.personId });
  await become(apart);
});

test('the same referral again ends without a clock, counts in no spell, and opens again when it is undone', async () => {
  const [kept, other] = [of(3, 3, '2025-03-03'), of(4, 4, '2025-03-10')];
  const ids = [await here.refer(kept), await here.refer(other)] as const;
  const ended = { status: 'duplicate', duplicateOf: kept.referralId, duplicateOn: '2025-03-20' };
  await hears(other, 2, {
    ...{ ...ended, personId: kept.personId },
    ...{ resolved: 'same-referral', personBefore: other.personId },
  });
  const isClosed = async () => (await here.api(`/${ids[1]}`)).body['stage'] === 'closed';
  await until(isClosed);
  expect((await here.api(`/${ids[1]}`)).body).toMatchObject({ clocks: [], closure: null });
  expect((await here.page(`/${ids[1]}`)).text).toContain('is the same as another one');
  expect(await spellOf(ids[0])).toEqual([kept.referralId]);

  await hears(other, 3, { resolved: 'undone', personBefore: kept.personId });
  await until(async () => !(await isClosed()) && (await spellOf(ids[1])).length === 1);
});
