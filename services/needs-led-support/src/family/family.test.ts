import { pathwayClosed, pathwayFactRecorded, pathwayOpened, type PathwayState } from '@waymark/events';
import { example, support, until, type Support } from '../testing/support.ts';

let here: Support;
beforeAll(async () => {
  here = await support();
});
afterAll(() => here.close());

test('a pathway that opens gets a plan with reasons, a code, and a page for the family', async () => {
  await here.receives(pathwayOpened);
  const plan = await until(async () => {
    const { status, body } = await here.api(`/plans/${example.pathwayId}`);
    return status === 200 ? body : undefined;
  });
  expect(plan['suggestions']).not.toHaveLength(0);
  const { body: letter } = await here.api(`/plans/${example.pathwayId}/code`);

  const wrong = await here.enter(String(letter['code']), '2001-01-01');
  const unknown = await here.enter('00000 00000', example.dateOfBirth);
  expect([wrong.status, unknown.status]).toEqual([409, 409]);
  const sentence = 'We cannot find a page for that code and date of birth.';
  expect(wrong.text).toContain(sentence);
  expect(unknown.text).toContain(sentence);

  const entered = await here.enter(String(letter['code']).toLowerCase(), example.dateOfBirth);
  expect(entered.status).toBe(303);
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { status, text } = await here.pageWith('/family/plan', cookie);
  expect(status).toBe(200);
  expect(text).toContain('Where we are now');
  expect(text).toContain('Need help now?');
  expect(text.indexOf('Need help now?')).toBeLessThan(text.indexOf('<h1'));
  const { text: plain } = await here.request('/support/family/plan.txt', { headers: { cookie } });
  expect(plain).toContain('WHAT MAY HELP NOW');
  expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('a family page is nobody else’s', async () => {
  const stranger = await here.identity.familyCookieFor('pw_00000000000000000000000000');
  expect((await here.pageWith('/family/plan', stranger)).text).toContain('We are preparing your page');
  const nobody = await here.request('/support/family/plan', { headers: { accept: 'text/html' } });
  expect(nobody.status).not.toBe(200);
  expect((await here.api(`/plans/${example.pathwayId}`, 'commissioner')).status).toBe(403);
});

test('five wrong dates let a code rest, for the right date too', async () => {
  const { body: letter } = await here.api(`/plans/${example.pathwayId}/code`);
  const code = String(letter['code']);
  for (let tries = 0; tries < 5; tries += 1) await here.enter(code, '2000-02-02');
  const rested = await here.enter(code, example.dateOfBirth);
  expect(rested.status).toBe(409);
  expect(rested.text).toContain('Wait 15 minutes');
});

test('a new code works and the old one stops', async () => {
  const before = await here.api(`/plans/${example.pathwayId}/code`);
  const old = String(before.body['code']);
  const made = await here.post(
    `/api/plans/${example.pathwayId}/code/new`,
    {},
    { who: 'practitioner', headers: { 'if-match': before.headers.get('etag') ?? '' } },
  );
  expect(made.status).toBe(200);
  const { body: fresh } = await here.api(`/plans/${example.pathwayId}/code`);
  expect(fresh['code']).not.toBe(old);
  expect((await here.enter(String(fresh['code']), example.dateOfBirth)).status).toBe(303);
  expect((await here.enter(old, example.dateOfBirth)).status).toBe(409);
});

test('a wait that ends says so kindly', async () => {
  await here.receives(pathwayClosed, {
    stage: 'closed',
    closedOn: pathwayClosed.example.closedOn,
    closure: pathwayClosed.example.closure,
  });
  const cookie = await here.identity.familyCookieFor(example.pathwayId);
  await until(async () => (await here.pageWith('/family/plan', cookie)).text.includes('This wait has ended'));
});

test('a referral that a team did not take on leads to the other help it named, until it is opened again', async () => {
  const cookie = await here.identity.familyCookieFor(example.pathwayId);
  const says = async (words: string) => {
    const text = await until(async () => {
      const page = await here.pageWith('/family/plan', cookie);
      return page.text.includes(words) && page.text;
    });
    const { text: plain } = await here.request('/support/family/plan.txt', { headers: { cookie } });
    return { text, plain };
  };
  const closed = { stage: 'closed', closedOn: pathwayClosed.example.closedOn, closure: null } as const;
  await here.receives(pathwayClosed, {
    ...closed,
    ending: { how: 'declined', otherHelp: ['family-hub', 'gp'] },
  });
  const declined = await says('Who can help instead');
  expect(declined.text).toContain('<li>A family hub</li>');
  expect(declined.plain).toContain('- A family hub');
  expect((await here.api(`/plans/${example.pathwayId}`)).status).toBe(200);

  await here.receives(pathwayClosed, {
    ...closed,
    closure: '08',
    ending: { how: 'redirected', otherHelp: [] },
  });
  expect((await says('passed on to another team')).text).not.toContain('Who can help instead');

  await here.receives(pathwayFactRecorded, { recorded: 'received' } as Partial<PathwayState>);
  expect((await says('We cannot promise a date')).text).not.toContain('passed on');
});
