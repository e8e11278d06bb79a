import { importBatchTaken, pathwayIdOf, topics } from '@waymark/events';
import { nth, nthReference, referral, referralEvent } from '@waymark/testkit/builders';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../testing/tracker.ts';

let here: Tracker;
beforeAll(async () => {
  here = await tracker();
});
afterAll(() => here.close());

const imports = 'imp_00000000000000000000000001';
const child = (n: number) =>
  referral({ referralId: nth('ref', n), personId: nth('per', n), reference: nthReference(n) });

/** What referral-intake says when it has taken rows of a file. */
async function taken(from: number, numbers: readonly number[]): Promise<void> {
  const batchId = `${imports}.${from}`;
  const referralIds = numbers.map((n) => nth('ref', n));
  await here.publish(topics.imports, {
    id: `${batchId}/1`,
    type: importBatchTaken.type,
    source: 'referral-intake',
    subject: batchId,
    sequence: 1,
    time: '2026-11-21T09:00:00Z',
    data: importBatchTaken.data.parse({ batchId, importId: imports, referralIds }),
  });
}

const pages = ['/waiting-list', '/waiting-list/validate', '/priority'];
const says = async (words: string) => {
  const texts = await Promise.all(pages.map(async (path) => (await here.page(path)).text));
  return texts.every((text) => text.includes(words));
};
const arriving = async () => (await here.api('/waiting-list')).body['arriving'];

test('while what a file brought is on its way, every page that counts it says how much is here, and then no more', async () => {
  expect(await arriving()).toBeNull();
  await taken(2, [1, 2]);
  await taken(258, [3]);
  await until(async () => (await says('Still being filled: 0 of 3 have arrived')) || undefined);
  const missing = `/${pathwayIdOf(nth('ref', 1))}`;
  expect((await here.page(missing)).text).toContain('0 of 3 imported referrals have arrived here');

  for (const n of [3, 1]) await here.refer(child(n));
  await until(async () => (await says('Still being filled: 2 of 3 have arrived')) || undefined);
  expect(await arriving()).toEqual({ arrived: 2, of: 3, stuck: 0 });
  expect((await here.api('/waiting-list/count', 'commissioner')).body).toMatchObject({
    arriving: { arrived: 2, of: 3, stuck: 0 },
  });

  // The same news again, and another start of the process, change no count.
  await taken(2, [1, 2]);
  await here.publishReferral(referralEvent(child(1)));
  await here.restart();
  await until(async () => (await says('Still being filled: 2 of 3 have arrived')) || undefined);

  await here.refer(child(2));
  await until(async () => (await arriving()) === null || undefined);
  for (const path of pages) expect((await here.page(path)).text).not.toContain('have arrived');
  expect((await here.page(`/${pathwayIdOf(nth('ref', 99))}`)).text).not.toContain('have arrived');
});

test('what cannot be applied is told as such, and is not waited for as the rest is', async () => {
  await taken(514, [11, 12]);
  await here.refer(child(11));
  // The first event of this referral was lost: what follows waits in the parking lot.
  await here.publishReferral(referralEvent(child(12), { type: 'referral.needs-profiled.v1', sequence: 2 }));
  await until(async () => (await says('1 of 5 imported referrals has not arrived')) || undefined);
  expect((await here.page('/waiting-list')).text).not.toContain('Still being filled');
  expect(await arriving()).toEqual({ arrived: 4, of: 5, stuck: 1 });
  await here.publishReferral({ ...referralEvent(child(12)), resync: true });
  await until(async () => (await arriving()) === null || undefined);
});
