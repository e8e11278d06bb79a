import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../../testing/tracker.ts';

const clock = fakeClock('2026-11-21T09:00:00Z');
let here: Tracker;
const pathwayId = (n: number) => nth('pw', n);

beforeAll(async () => {
  here = await tracker({ clock });
  for (const n of [1, 2, 3, 4, 5, 6])
    await here.refer(
      referral({
        ...{ referralId: nth('ref', n), personId: nth('per', n), reference: nthReference(n) },
        receivedOn: `2026-0${n}-10`,
        circumstances: n === 6 ? [{ id: 'serious-risk', source: 'referrer' }] : [],
      }),
    );
  here.names.of[nth('per', 2)] = { given: 'Ada', family: 'Demo-Lovelace' };
});
afterAll(() => here.close());

const inOrder = async (query: string) =>
  ((await here.api(`/waiting-list${query}`)).body['items'] as { reference: string }[]).map(({ reference }) =>
    Number(reference.slice(-4)),
  );
const stageOf = async (n: number) => (await here.api(`/${pathwayId(n)}`)).body['stage'];

test('answers are checked without being noted', async () => {
  const answers = {
    [pathwayId(1)]: 'yes',
    [pathwayId(2)]: 'no-03',
    [pathwayId(6)]: 'no-07',
    [nth('pw', 99)]: 'ask',
  };
  const { status, body } = await here.command('/waiting-list/validate/check', { answers });
  expect(status).toBe(200);
  expect(body).toEqual({
    results: [
      { pathwayId: pathwayId(1), outcome: 'still-waiting' },
      { pathwayId: pathwayId(2), outcome: 'not-waiting' },
      {
        ...{ pathwayId: pathwayId(6), outcome: 'refused' },
        why: expect.stringContaining('no clinician has taken it up') as string,
      },
      { pathwayId: nth('pw', 99), outcome: 'missing' },
    ],
  });
  expect(await stageOf(2)).toBe('waiting');
  expect(await inOrder('?validated=never')).toHaveLength(6);
});

test('people see what their answers do before they save them, and what could not be done afterwards', async () => {
  const form = await here.page('/waiting-list/validate?order=validated&columns=team');
  expect(form.text).toContain('6 waits in this list');
  expect(form.text).toContain('Ada Demo-Lovelace');
  const fields = {
    ...{ [`answers.${pathwayId(2)}`]: 'no-03', [`answers.${pathwayId(6)}`]: 'no-07' },
    ...{ shown: pathwayId(1), rest: 'yes', filter: 'order=validated&columns=team' },
  };
  const checked = await here.submit('/waiting-list/validate/check', fields);
  expect(checked.status).toBe(200);
  expect(checked.text).toContain('1 child stays on the list');
  expect(checked.text).toMatch(/Leaves the list:[^]*Ada Demo-Lovelace[^]*18 weeks/);
  expect(checked.text).toMatch(/Not possible:[^]*no clinician has taken it up/);
  expect(checked.text).toContain('Nothing is saved yet');
  expect(checked.text).toMatch(/<option value="no-03" selected>/);
  expect(checked.text).toMatch(/<option value="yes" selected>/);
  expect(await stageOf(2)).toBe('waiting');

  const saved = await here.submit('/waiting-list/validate', fields);
  expect(saved.status).toBe(200);
  expect(saved.text).toContain('2 waits were validated');
  expect(saved.text).toMatch(/Not done[^]*no clinician has taken it up/);
  expect(saved.text).toContain('/waiting-list/validate?order=validated&amp;columns=team');
  expect(await stageOf(2)).toBe('closed');
  expect((await here.page(`/${pathwayId(1)}`)).text).toContain('Validated: the child still waits');
  await until(async () => (await inOrder('?validated=lately')).length === 1);
});

test('the same command again answers the same and changes nothing; each wait is published once', async () => {
  const key = { 'idempotency-key': 'validate-3-and-4' };
  const body = { answers: { [pathwayId(3)]: 'ask' }, shown: [pathwayId(3), pathwayId(4)], rest: 'yes' };
  const first = await here.command('/waiting-list/validate', body, key);
  const again = await here.command('/waiting-list/validate', body, key);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  const { body: pathway } = await here.api(`/${pathwayId(3)}`);
  expect(pathway['validation']).toEqual({ answer: 'ask-family', on: '2026-11-21' });
  expect(await inOrder('?next=ask-family')).toEqual([3]);
  expect(await inOrder('?validated=never')).toEqual([6, 3, 5]);
  expect((await inOrder('?order=validated')).slice(0, 3)).toEqual([6, 3, 5]);
  const { text } = await here.page('/waiting-list.csv?columns=quality&columns=validated&validated=lately');
  expect(text.split('\r\n').slice(0, 2)).toEqual([
    'reference,age,please check,last validated',
    `${nthReference(1)},9,,2026-11-21`,
  ]);
});

test.each([
  ['an unknown answer', { answers: { [nth('pw', 1)]: 'perhaps' } }, 'The answer must be one of: yes (Yes)'],
  ['a death, which has its own date', { answers: { [nth('pw', 1)]: 'no-06' } }, 'The answer must be one of'],
  ['a no for all', { shown: [nth('pw', 1)], rest: 'no-07' }, 'a no is given to each wait by itself'],
  ['what is no pathway', { answers: { nobody: 'yes' } }, 'nobody'],
  ['nothing', {}, 'Say of at least one child'],
  [
    'more than at once',
    { shown: Array.from({ length: 101 }, (_, n) => nth('pw', n)), rest: 'yes' },
    'At most 100 waits',
  ],
])('%s is refused by name', async (_, body, words) => {
  const { status, text } = await here.command('/waiting-list/validate', body);
  expect([409, 422]).toContain(status);
  expect(text).toContain(words);
});

test('the page shows who validated, in words', async () => {
  const body = { answers: { [pathwayId(5)]: 'yes' } };
  expect((await here.command('/waiting-list/validate', body, {}, 'triage')).status).toBe(200);
  expect((await here.page(`/${pathwayId(5)}`)).text).toContain('by the triage team');
});

test('only who may record may validate', async () => {
  const body = { answers: { [pathwayId(5)]: 'yes' } };
  for (const role of ['commissioner', 'referrer', 'practitioner', 'operator'] as const)
    expect((await here.command('/waiting-list/validate', body, {}, role)).status).toBe(403);
});
