import { randomBytes, randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '@waymark/care-types';
import { pathwayIdOf, topics, type Envelope, type ReferralState } from '@waymark/events';
import { kafkaMessaging } from '@waymark/messaging';
import { logger, type Role } from '@waymark/runtime';
import { freshDatabase, freshTopicPrefix, standInPeer, testIdentity, testStack } from '@waymark/testkit';
import { pathwayTracker } from '../app.ts';
import { configSchema } from '../config.ts';
import { told } from '@waymark/testkit/builders';

const secret = () => randomBytes(32).toString('base64url');

export type Answer = { status: number; headers: Headers; text: string; body: Record<string, unknown> };

/** What several processes of the service have in common. */
type Standing = { database: Awaited<ReturnType<typeof freshDatabase>>; prefix: string };

/**
 * The real service on the stack of this run, with a database and topics of its own. Beside it stands a
 * referral-intake that knows the names that it is told. `beside` is what another one stands on: they are then two
 * processes of one service.
 */
export async function tracker({ clock = systemClock, beside }: { clock?: Clock; beside?: Standing } = {}) {
  const stack = await testStack();
  const database = beside?.database ?? (await freshDatabase('tracker'));
  const prefix = beside?.prefix ?? freshTopicPrefix();
  const identity = await testIdentity({ clock, basePath: '/pathways' });
  const of: Record<string, { given: string; family: string }> = {};
  const intake = await standInPeer({ '/referrals/api/people/resolve': { names: of } });
  const outside = { clock, log: logger({ level: 'silent', service: 'test' }), fatal: () => undefined };
  const config = configSchema.parse({
    ...Object.fromEntries(Object.entries(identity.settings).map(([name, value]) => [name, String(value)])),
    PORT: '0',
    BASE_PATH: '/pathways',
    MONGO_URL: database.url,
    KAFKA_BROKERS: stack.kafkaBrokers.join(','),
    TOPIC_PREFIX: prefix,
    AUDIT_KEY: secret(),
    INTAKE_URL: `${intake.url}/referrals`,
    RATE_LIMIT_PER_MINUTE: '1000000',
  });
  const service = await pathwayTracker(config, outside);
  const address = `http://127.0.0.1:${(await service.start()).port}`;
  const messaging = kafkaMessaging(
    { brokers: stack.kafkaBrokers, clientId: 'test', topicPrefix: prefix },
    outside,
  );

  async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${address}${path}`, { redirect: 'manual', ...init });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  }

  return {
    url: `${address}/pathways`,
    identity,
    stands: { database, prefix },
    ready: async () => (await ask('/health/ready')).status,
    messaging,
    names: { of, is: intake.is },
    metrics: async () => (await ask('/metrics')).text,
    api: async (path: string, role: Role = 'clinician') =>
      ask(`/pathways/api${path}`, { headers: await identity.bearer(role) }),
    page: async (path: string, role: Role = 'clinician') =>
      ask(`/pathways${path}`, { headers: { cookie: await identity.cookieFor(role), accept: 'text/html' } }),
    command: async (
      path: string,
      body: object,
      headers: Record<string, string> = {},
      role: Role = 'clinician',
    ) =>
      ask(`/pathways/api${path}`, {
        method: 'POST',
        headers: {
          ...(await identity.bearer(role)),
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    submit: async (path: string, fields: Record<string, string>, role: Role = 'clinician') =>
      ask(`/pathways${path}`, {
        method: 'POST',
        headers: {
          cookie: await identity.cookieFor(role),
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          accept: 'text/html',
        },
        body: new URLSearchParams({ _key: randomUUID(), ...fields }).toString(),
      }),
    /** Sends an event as referral-intake does. */
    hears: (envelope: Envelope) =>
      messaging.publisher.publish([
        { topic: topics.referrals, key: envelope.subject, envelopes: [envelope] },
      ]),
    /** Tells of a new referral and waits until its pathway is there. */
    async refer(state: ReferralState): Promise<string> {
      await this.hears(told(state));
      const pathwayId = pathwayIdOf(state.referralId);
      await until(async () => (await this.api(`/${pathwayId}`)).status === 200);
      return pathwayId;
    },
    async close() {
      await service.stop();
      await messaging.close();
      await identity.close();
      await intake.close();
      if (!beside) await database.drop();
    },
  };
}

export type Tracker = Awaited<ReturnType<typeof tracker>>;

/** Asks until it is so. Fails after twenty seconds. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end;) if (await isSo()) return;
  throw new Error('It did not come about within twenty seconds');
}
