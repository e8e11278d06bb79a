import {
  pathwayClosed,
  pathwayEvents,
  pathwayFactRecorded,
  pathwayOpened,
  type Envelope,
  type PathwayState,
} from '@waymark/events';
import { secret, serviceUnderTest, until, type Answer, type ServiceUnderTest } from '@waymark/testkit';
import { needsLedSupport } from './app.ts';
import { configSchema } from './config.ts';

const example = pathwayOpened.example;
let app: ServiceUnderTest;
let sequence = 0;

beforeAll(async () => {
  app = await serviceUnderTest({
    name: 'needs-led-support',
    basePath: '/support',
    make: (env, outside) => needsLedSupport(configSchema.parse(env), outside),
    settings: { FAMILY_CODE_KEY: secret() },
  });
});
afterAll(() => app.close());

async function tell(
  type: { type: string; topic: string },
  change: Partial<PathwayState> = {},
): Promise<void> {
  sequence += 1;
  const data = { ...example, ...change };
  const envelope: Envelope = {
    id: `${data.pathwayId}/${sequence}`,
    type: type.type,
    source: 'pathway-tracker',
    subject: data.pathwayId,
    sequence,
    time: new Date().toISOString(),
    data,
  };
  await app.publish(type.topic, envelope);
}

const api = (path: string, role: 'practitioner' | 'commissioner' = 'practitioner') =>
  app.get(`/api${path}`, role);

/** A page as the browser of a family with this cookie sees it. */
const pageWith = async (path: string, cookie: string) =>
  app.request(`/support${path}`, { headers: { cookie, accept: 'text/html' } });

async function enter(code: string, dateOfBirth: string): Promise<Answer> {
  const [year = '', month = '', day = ''] = dateOfBirth.split('-');
  return app.request('/support/family/enter', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
    },
    body: new URLSearchParams({
      _key: secret(),
      code,
      'dateOfBirth-day': day,
      'dateOfBirth-month': month,
      'dateOfBirth-year': year,
    }),
  });
}

test('a pathway that opens gets a plan with reasons, a code, and a page for the family', async () => {
  await tell(pathwayOpened);
  const plan = await until(async () => {
    const { status, body } = await api(`/plans/${example.pathwayId}`);
    return status === 200 ? body : undefined;
  });
  expect(plan['suggestions']).not.toHaveLength(0);
  const { body: letter } = await api(`/plans/${example.pathwayId}/code`);

  const wrong = await enter(String(letter['code']), '2001-01-01');
  const unknown = await enter('00000 00000', example.dateOfBirth);
  expect([wrong.status, unknown.status]).toEqual([409, 409]);
  const sentence = 'We cannot find a page for that code and date of birth.';
  expect(wrong.text).toContain(sentence);
  expect(unknown.text).toContain(sentence);

  const entered = await enter(String(letter['code']).toLowerCase(), example.dateOfBirth);
  expect(entered.status).toBe(303);
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { status, text } = await pageWith('/family/plan', cookie);
  expect(status).toBe(200);
  expect(text).toContain('Where we are now');
  expect(text).toContain('Need help now?');
  expect(text.indexOf('Need help now?')).toBeLessThan(text.indexOf('<h1'));
  const { text: plain } = await app.request('/support/family/plan.txt', { headers: { cookie } });
  expect(plain).toContain('WHAT MAY HELP NOW');
  expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('a family page is nobody else’s', async () => {
  const stranger = await app.identity.familyCookieFor('pw_00000000000000000000000000');
  expect((await pageWith('/family/plan', stranger)).text).toContain('We are preparing your page');
  const nobody = await app.request('/support/family/plan', { headers: { accept: 'text/html' } });
  expect(nobody.status).not.toBe(200);
  expect((await api(`/plans/${example.pathwayId}`, 'commissioner')).status).toBe(403);
});

test('five wrong dates let a code rest, for the right date too', async () => {
  const { body: letter } = await api(`/plans/${example.pathwayId}/code`);
  const code = String(letter['code']);
  for (let tries = 0; tries < 5; tries += 1) await enter(code, '2000-02-02');
  const rested = await enter(code, example.dateOfBirth);
  expect(rested.status).toBe(409);
  expect(rested.text).toContain('Wait 15 minutes');
});

test('a new code works and the old one stops', async () => {
  const before = await api(`/plans/${example.pathwayId}/code`);
  const old = String(before.body['code']);
  const made = await app.post(
    `/api/plans/${example.pathwayId}/code/new`,
    {},
    { who: 'practitioner', headers: { 'if-match': before.headers.get('etag') ?? '' } },
  );
  expect(made.status).toBe(200);
  const { body: fresh } = await api(`/plans/${example.pathwayId}/code`);
  expect(fresh['code']).not.toBe(old);
  expect((await enter(String(fresh['code']), example.dateOfBirth)).status).toBe(303);
  expect((await enter(old, example.dateOfBirth)).status).toBe(409);
});

test('a wait that ends says so kindly', async () => {
  await tell(pathwayClosed, {
    stage: 'closed',
    closedOn: pathwayClosed.example.closedOn,
    closure: pathwayClosed.example.closure,
  });
  const cookie = await app.identity.familyCookieFor(example.pathwayId);
  await until(async () => (await pageWith('/family/plan', cookie)).text.includes('This wait has ended'));
});

test('a referral that a team did not take on leads to the other help it named, until it is opened again', async () => {
  const cookie = await app.identity.familyCookieFor(example.pathwayId);
  const says = async (words: string) => {
    const text = await until(async () => {
      const page = await pageWith('/family/plan', cookie);
      return page.text.includes(words) && page.text;
    });
    const { text: plain } = await app.request('/support/family/plan.txt', { headers: { cookie } });
    return { text, plain };
  };
  const closed = { stage: 'closed', closedOn: pathwayClosed.example.closedOn, closure: null } as const;
  await tell(pathwayClosed, { ...closed, ending: { how: 'declined', otherHelp: ['family-hub', 'gp'] } });
  const declined = await says('Who can help instead');
  expect(declined.text).toContain('<li>A family hub</li>');
  expect(declined.plain).toContain('- A family hub');
  expect((await api(`/plans/${example.pathwayId}`)).status).toBe(200);

  await tell(pathwayClosed, { ...closed, closure: '08', ending: { how: 'redirected', otherHelp: [] } });
  expect((await says('passed on to another team')).text).not.toContain('Who can help instead');

  await tell(pathwayFactRecorded, { recorded: 'received' } as Partial<PathwayState>);
  expect((await says('We cannot promise a date')).text).not.toContain('passed on');
});

test.each(pathwayEvents.map((type) => [type.name, type] as const))(
  'what comes after %s is taken: it left no hole',
  async (_name, type) => {
    await tell(type, type.example);
    for (const service of ['camhs-community', example.service] as const) {
      await tell(pathwayFactRecorded, { recorded: 'received', service } as Partial<PathwayState>);
      await until(async () => {
        const { body } = await api(`/plans/${example.pathwayId}`);
        return body['service'] === service ? body : undefined;
      });
    }
  },
);

test('the directory is found by need and age, and an unknown need is refused by name', async () => {
  const { body } = await api('/directory?need=sleep&age=8');
  const { listings } = body as { listings: { needs: string[] }[] };
  expect(listings.length).toBeGreaterThan(0);
  expect(listings.every(({ needs }) => needs.includes('sleep'))).toBe(true);
  const refused = await api('/directory?need=happiness');
  expect(refused.status).toBe(400);
  expect(JSON.stringify(refused.body)).toContain('need');
});
