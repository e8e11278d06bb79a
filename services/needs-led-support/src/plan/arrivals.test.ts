import { importBatchTaken, pathwayOpened, PathwayId, topics } from '@waymark/events';
import { nth } from '@waymark/testkit/builders';
import { example, support, until, type Support } from '../testing/support.ts';

let here: Support;
beforeAll(async () => {
  here = await support();
});
afterAll(() => here.close());

test('while plans of imported referrals are on their way, it is said how many are here, and then nothing', async () => {
  const importId = 'imp_00000000000000000000000001';
  const batchId = `${importId}.2`;
  await here.publish(topics.imports, {
    id: `${batchId}/1`,
    type: importBatchTaken.type,
    source: 'referral-intake',
    subject: batchId,
    sequence: 1,
    time: '2026-11-21T09:00:00Z',
    data: importBatchTaken.data.parse({ batchId, importId, referralIds: [nth('ref', 1), nth('ref', 2)] }),
  });
  const arriving = async () => (await here.api('/plans/count', 'commissioner')).body['arriving'];
  await until(async () => ((await arriving()) as { of: number } | null)?.of === 2 || undefined);
  const plan = (n: number) => here.page(`/plans/${nth('pw', n)}`, 'practitioner');
  expect(await plan(2)).toMatchObject({ status: 404 });
  expect((await plan(2)).text).toContain('0 of 2 imported referrals have arrived here');

  for (const n of [1, 2]) {
    const pathwayId = PathwayId.parse(nth('pw', n));
    await here.publish(topics.pathways, {
      ...{ id: `${pathwayId}/1`, type: pathwayOpened.type, source: 'pathway-tracker', subject: pathwayId },
      ...{ sequence: 1, time: '2026-11-21T09:00:00Z', data: { ...example, pathwayId } },
    });
    if (n === 1)
      await until(async () => ((await arriving()) as { arrived: number }).arrived === 1 || undefined);
  }
  await until(async () => (await arriving()) === null || undefined);
  expect((await plan(3)).text).not.toContain('have arrived');
});
