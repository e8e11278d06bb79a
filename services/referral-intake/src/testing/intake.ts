import { randomBytes, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock, type Clock } from '@waymark/care-types';
import { kafkaMessaging } from '@waymark/messaging';
import { logger, type Role } from '@waymark/runtime';
import {
  freshDatabase,
  freshTopicPrefix,
  listeningMessages,
  standInPeer,
  testIdentity,
  testStack,
  type TestPerson,
} from '@waymark/testkit';
import { referralIntake } from '../app.ts';
import { configSchema } from '../config.ts';

const secret = () => randomBytes(32).toString('base64url');

export type Answer = { status: number; headers: Headers; text: string; body: Record<string, unknown> };

/** The real service on the stack of this run, with a database and topics of its own, and people who use it. */
export async function intake({ clock = systemClock }: { clock?: Clock } = {}) {
  const [stack, database] = await Promise.all([testStack(), freshDatabase('intake')]);
  const prefix = freshTopicPrefix();
  const identity = await testIdentity({ clock, basePath: '/referrals' });
  const others = await standInPeer();
  const messages = await listeningMessages();
  const logged: string[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      logged.push(line.toString());
      done();
    },
  });
  const log = logger({ level: 'debug', service: 'referral-intake', destination });
  const outside = { clock, log, fatal: () => undefined };
  const config = configSchema.parse({
    ...Object.fromEntries(Object.entries(identity.settings).map(([name, value]) => [name, String(value)])),
    PORT: '0',
    BASE_PATH: '/referrals',
    MONGO_URL: database.url,
    KAFKA_BROKERS: stack.kafkaBrokers.join(','),
    TOPIC_PREFIX: prefix,
    AUDIT_KEY: secret(),
    IDENTITY_KEY: secret(),
    INDEX_KEY: secret(),
    PATHWAYS_URL: `${others.url}/pathways`,
    SUPPORT_URL: `${others.url}/support`,
    ...messages.settings,
    RATE_LIMIT_PER_MINUTE: '1000000',
  });
  const messaging = kafkaMessaging(
    { brokers: stack.kafkaBrokers, clientId: 'test', topicPrefix: prefix },
    outside,
  );
  let service = await referralIntake(config, outside);
  const addressOf = ({ port }: { port: number }) => `http://127.0.0.1:${port}`;
  let address = addressOf(await service.start());

  const answered = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  };
  const send = async (path: string, init: RequestInit) =>
    answered(await fetch(`${address}${path}`, { redirect: 'manual', ...init }));

  return {
    url: () => `${address}/referrals`,
    identity,
    /** pathway-tracker and needs-led-support, as they are read. */
    others,
    messaging,
    /** What families were written. */
    messages,
    logged: () => logged.join(''),
    databaseUrl: database.url,
    metrics: async () => (await send('/metrics', {})).text,
    get: async (path: string, who: Role | TestPerson = 'clinician') =>
      send(`/referrals${path}`, { headers: await identity.bearer(who) }),
    post: async (
      path: string,
      body: object,
      { who = 'clinician', headers = {} }: { who?: Role | TestPerson; headers?: Record<string, string> } = {},
    ) =>
      send(`/referrals${path}`, {
        method: 'POST',
        headers: {
          ...(await identity.bearer(who)),
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    submit: async (path: string, fields: Record<string, string>, who: Role | TestPerson = 'clinician') =>
      send(`/referrals${path}`, {
        method: 'POST',
        headers: {
          cookie: await identity.cookieFor(who),
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          accept: 'text/html',
        },
        body: new URLSearchParams({ _key: randomUUID(), ...fields }).toString(),
      }),
    page: async (path: string, who: Role | TestPerson = 'clinician') =>
      send(`/referrals${path}`, { headers: { cookie: await identity.cookieFor(who), accept: 'text/html' } }),
    sendFile: async (
      csv: string | Uint8Array,
      { filename = 'synthetic.csv', key = String(randomUUID()) } = {},
    ) =>
      send(`/referrals/api/imports?filename=${encodeURIComponent(filename)}`, {
        method: 'POST',
        headers: {
          ...(await identity.bearer('operator')),
          'content-type': 'text/csv',
          'idempotency-key': key,
        },
        body: csv,
      }),
    /** What the service is set to. */
    config,
    /** The same service again, as after a new start of the process. */
    async again(changes: Partial<typeof config> = {}) {
      await service.stop();
      service = await referralIntake({ ...config, ...changes }, outside);
      address = addressOf(await service.start());
    },
    async close() {
      await service.stop();
      await messaging.close();
      await identity.close();
      await others.close();
      await messages.close();
      await database.drop();
    },
  };
}

export type Intake = Awaited<ReturnType<typeof intake>>;

/** What is asked, once it is there. Fails after ninety seconds. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 90_000; Date.now() < end; await pause(50)) {
    const found = await ask();
    if (found !== undefined) return found;
  }
  throw new Error('It did not come about within ninety seconds');
}
