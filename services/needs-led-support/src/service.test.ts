import { randomBytes } from 'node:crypto';
import { systemClock } from '@waymark/care-types';
import {
  pathwayClosed,
  pathwayEvents,
  pathwayFactRecorded,
  pathwayOpened,
  type Envelope,
  type PathwayState,
} from '@waymark/events';
import { kafkaMessaging, type Messaging } from '@waymark/messaging';
import { logger, type Service } from '@waymark/runtime';
import {
  freshDatabase,
  freshTopicPrefix,
  testIdentity,
  testStack,
  type TestIdentity,
} from '@waymark/testkit';
import { needsLedSupport } from './app.ts';
import { configSchema } from './config.ts';

const secret = () => randomBytes(32).toString('base64url');
const example = pathwayOpened.example;
let service: Service;
let identity: TestIdentity;
let messaging: Messaging;
let url: string;
let sequence = 0;

beforeAll(async () => {
  const [stack, database] = await Promise.all([testStack(), freshDatabase('support')]);
  const prefix = freshTopicPrefix();
  identity = await testIdentity({ basePath: '/support' });
  const log = logger({ level: 'silent', service: 'test' });
  const outside = { clock: systemClock, log, fatal: () => undefined };
  const config = configSchema.parse({
    ...Object.fromEntries(Object.entries(identity.settings).map(([name, value]) => [name, String(value)])),
    PORT: '0',
    BASE_PATH: '/support',
    MONGO_URL: database.url,
    KAFKA_BROKERS: stack.kafkaBrokers.join(','),
    TOPIC_PREFIX: prefix,
    AUDIT_KEY: secret(),
    FAMILY_CODE_KEY: secret(),
    RATE_LIMIT_PER_MINUTE: '100000',
  });
  service = await needsLedSupport(config, outside);
  url = `http://127.0.0.1:${(await service.start()).port}/support`;
  messaging = kafkaMessaging({ brokers: stack.kafkaBrokers, clientId: 'test', topicPrefix: prefix }, outside);
});

afterAll(async () => {
  await service.stop();
  await messaging.close();
  await identity.close();
});

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
  await messaging.publisher.publish([{ topic: type.topic, key: data.pathwayId, envelopes: [envelope] }]);
}

async function api(
  path: string,
  role: 'practitioner' | 'commissioner' = 'practitioner',
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}/api${path}`, { headers: await identity.bearer(role) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    const found = await ask();
    if (found !== undefined) return found;
  }
  throw new Error('It did not come about within ten seconds');
}

async function enter(code: string, dateOfBirth: string): Promise<Response> {
  const [year = '', month = '', day = ''] = dateOfBirth.split('-');
  return fetch(`${url}/family/enter`, {
    method: 'POST',
    redirect: 'manual',
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
  expect(await wrong.text()).toContain(sentence);
  expect(await unknown.text()).toContain(sentence);

  const entered = await enter(String(letter['code']).toLowerCase(), example.dateOfBirth);
  expect(entered.status).toBe(303);
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(`${url}/family/plan`, { headers: { cookie, accept: 'text/html' } });
  const text = await page.text();
  expect(page.status).toBe(200);
  expect(text).toContain('Where we are now');
  expect(text).toContain('Need help now?');
  expect(text.indexOf('Need help now?')).toBeLessThan(text.indexOf('<h1'));
  const plain = await (await fetch(`${url}/family/plan.txt`, { headers: { cookie } })).text();
  expect(plain).toContain('WHAT MAY HELP NOW');
  expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('a family page is nobody else’s', async () => {
  const stranger = await identity.familyCookieFor('pw_00000000000000000000000000');
  const other = await fetch(`${url}/family/plan`, { headers: { cookie: stranger, accept: 'text/html' } });
  expect(await other.text()).toContain('We are preparing your page');
  const nobody = await fetch(`${url}/family/plan`, { redirect: 'manual', headers: { accept: 'text/html' } });
  expect(nobody.status).not.toBe(200);
  expect((await api(`/plans/${example.pathwayId}`, 'commissioner')).status).toBe(403);
});

test('five wrong dates let a code rest, for the right date too', async () => {
  const { body: letter } = await api(`/plans/${example.pathwayId}/code`);
  const code = String(letter['code']);
  for (let tries = 0; tries < 5; tries += 1) await enter(code, '2000-02-02');
  const rested = await enter(code, example.dateOfBirth);
  expect(rested.status).toBe(409);
  expect(await rested.text()).toContain('Wait 15 minutes');
});

test('a new code works and the old one stops', async () => {
  const before = await fetch(`${url}/api/plans/${example.pathwayId}/code`, {
    headers: await identity.bearer('practitioner'),
  });
  const old = (await before.json()) as { code: string };
  const made = await fetch(`${url}/api/plans/${example.pathwayId}/code/new`, {
    method: 'POST',
    headers: {
      ...(await identity.bearer('practitioner')),
      'content-type': 'application/json',
      'idempotency-key': secret(),
      'if-match': before.headers.get('etag') ?? '',
    },
    body: '{}',
  });
  expect(made.status).toBe(200);
  const { body: fresh } = await api(`/plans/${example.pathwayId}/code`);
  expect(fresh['code']).not.toBe(old.code);
  expect((await enter(String(fresh['code']), example.dateOfBirth)).status).toBe(303);
  expect((await enter(old.code, example.dateOfBirth)).status).toBe(409);
});

test('a wait that ends says so kindly', async () => {
  await tell(pathwayClosed, {
    stage: 'closed',
    closedOn: pathwayClosed.example.closedOn,
    closure: pathwayClosed.example.closure,
  });
  const cookie = await identity.familyCookieFor(example.pathwayId);
  await until(async () => {
    const text = await (
      await fetch(`${url}/family/plan`, { headers: { cookie, accept: 'text/html' } })
    ).text();
    return text.includes('This wait has ended') ? text : undefined;
  });
});

test('a referral that a team did not take on leads to the other help it named, until it is opened again', async () => {
  const cookie = await identity.familyCookieFor(example.pathwayId);
  const says = async (words: string) => {
    const asked = { headers: { cookie, accept: 'text/html' } };
    const text = await until(async () => {
      const page = await (await fetch(`${url}/family/plan`, asked)).text();
      return page.includes(words) ? page : undefined;
    });
    return { text, plain: await (await fetch(`${url}/family/plan.txt`, { headers: { cookie } })).text() };
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
