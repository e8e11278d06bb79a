import { createHmac, randomUUID } from 'node:crypto';
import { listeningMessages } from './listening.ts';

type Messages = Awaited<ReturnType<typeof listeningMessages>>;
let there: Messages;
beforeAll(async () => {
  there = await listeningMessages();
});
afterAll(() => there.close());

const template = '7a1f2c1e-3b0d-4e52-9c27-000000000001';

/** A token as the client of GOV.UK Notify writes it. */
function token({
  iss = there.apiKey.slice(-73, -37),
  secret = there.apiKey.slice(-36),
  late = 0,
} = {}): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const iat = Math.round(Date.now() / 1000) - late;
  const text = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss, iat })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function send(kind: 'email' | 'sms', body: object | string, bearer = token()) {
  return fetch(`${there.url}/v2/notifications/${kind}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
const email = (n: number) => ({
  template_id: template,
  email_address: `synthetic-${n}@example.org`,
  personalisation: { code: '012345' },
});

test('the last 200 messages are kept and shown, newest first', async () => {
  for (let n = 0; n < 201; n += 1) expect((await send('email', email(n))).status).toBe(201);
  expect(there.kept).toHaveLength(200);
  expect(there.kept[0]?.to).toBe('synthetic-200@example.org');
  const page = await (await fetch(`${there.url}/messages`)).text();
  expect(page).toContain('nothing here was sent to anybody');
  expect(page).toContain('012345');
  expect(page).not.toContain('synthetic-0@example.org');
});

test.each<[what: string, bearer: () => string]>([
  ['no token', () => ''],
  ['nonsense', () => 'a.b.c'],
  [
    'a token that is no JSON',
    () => {
      const secret = there.apiKey.slice(-36);
      return `a.b.${createHmac('sha256', secret).update('a.b').digest('base64url')}`;
    },
  ],
  ['another secret', () => token({ secret: randomUUID() })],
  ['another service', () => token({ iss: randomUUID() })],
  ['an old one', () => token({ late: 60 })],
])('%s is refused', async (_what, bearer) => {
  const before = there.kept.length;
  const answer = await send('email', email(1), bearer());
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ status_code: 403, errors: [{ error: 'AuthError' }] });
  expect(there.kept).toHaveLength(before);
});

test.each<[what: string, kind: 'email' | 'sms', body: object | string]>([
  ['no address', 'email', { template_id: template }],
  ['an address that is none', 'email', { ...email(1), email_address: 'nobody' }],
  ['a template that is none', 'email', { ...email(1), template_id: 'x' }],
  ['a number that is none', 'sms', { template_id: template, phone_number: 'nobody' }],
  ['no JSON', 'sms', '{'],
])('%s is refused', async (_what, kind, body) => {
  expect((await send(kind, body)).status).toBe(400);
});

test('nothing else is there', async () => {
  expect((await fetch(`${there.url}/v2/notifications`)).status).toBe(403);
  expect((await fetch(`${there.url}/`)).status).toBe(404);
});
