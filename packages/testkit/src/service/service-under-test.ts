import { randomBytes, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { systemClock, type Clock } from '@waymark/care-types';
import type { Envelope } from '@waymark/events';
import { kafkaMessaging, type Messaging } from '@waymark/messaging';
import { logger, type Service } from '@waymark/service-base';
import type { Log } from '@waymark/decisions';
import type { Role } from '@waymark/policy';
import { testIdentity, type TestIdentity, type TestPerson } from '../identity/index.ts';
import { freshDatabase, freshTopicPrefix, testStack, type FreshDatabase } from '../stack/index.ts';

type Settings = Readonly<Record<string, string>>;
type Who = Role | TestPerson;
type Dependencies = { clock: Clock; log: Log; fatal(reason: string): void };

/** What was answered; `body` holds the JSON of the answer, where it is JSON. */
export type Answer = { status: number; headers: Headers; text: string; body: Record<string, unknown> };

/** What two processes of one service have in common. */
type Shared = { database: FreshDatabase; prefix: string };

export type ServiceUnderTest<Own extends Settings = Settings> = {
  /** Where it answers now, with its base path. */
  url(): string;
  /** Signs people in. */
  identity: TestIdentity;
  /** Publishes and reads on the topics of the service. */
  messaging: Messaging;
  /** For a second process beside this one. */
  shared: Shared;
  /** What it is set to, as its environment says it. */
  settings: Own & Record<'AUDIT_KEY', string>;
  /** Everything that it has logged so far. */
  logged(): string;
  metrics(): Promise<string>;
  /** The status of its readiness. */
  ready(): Promise<number>;
  /** Any request; the path with the base path. */
  request(path: string, init?: RequestInit): Promise<Answer>;
  /** Reads as a program. */
  get(path: string, who?: Who): Promise<Answer>;
  /** Sends a command as a program. */
  post(path: string, body: object, more?: { who?: Who; headers?: Settings }): Promise<Answer>;
  /** Opens a page as a person. */
  page(path: string, who?: Who): Promise<Answer>;
  /** Sends a form as a person. */
  submit(path: string, fields: Settings, who?: Who): Promise<Answer>;
  /** Sends a file as a program. */
  sendFile(
    path: string,
    content: string | Uint8Array,
    more?: { who?: Who; headers?: Settings },
  ): Promise<Answer>;
  /** Publishes an event as the service to which its topic belongs. */
  publish(topic: string, envelope: Envelope): Promise<void>;
  /** The same service again, as after a new start of the process; undefined takes a setting away. */
  restart(changes?: Readonly<Record<string, string | undefined>>): Promise<void>;
  close(): Promise<void>;
};

/**
 * A real service on the stack of this run, with a database and topics of its own, and people who use it. `settings` are
 * its own beside those that every service has; `beside` is what another process of the same service stands on.
 */
export async function serviceUnderTest<Own extends Settings>({
  name,
  basePath,
  make,
  settings: own,
  clock = systemClock,
  beside,
}: {
  name: string;
  basePath: string;
  make(env: Settings, outside: Dependencies): Promise<Service>;
  settings: Own;
  clock?: Clock;
  beside?: Shared;
}): Promise<ServiceUnderTest<Own>> {
  const { kafkaBrokers } = await testStack();
  const database = beside?.database ?? (await freshDatabase(name));
  const prefix = beside?.prefix ?? freshTopicPrefix();
  const identity = await testIdentity({ clock, basePath });
  const { lines, destination } = keptLines();
  const log = logger({ level: 'debug', service: name, destination });
  const outside = { clock, log, fatal: () => undefined };
  const settings = {
    ...textOf(identity.settings),
    PORT: '0',
    BASE_PATH: basePath,
    MONGO_URL: database.url,
    KAFKA_BROKERS: kafkaBrokers.join(','),
    TOPIC_PREFIX: prefix,
    AUDIT_KEY: secret(),
    RATE_LIMIT_PER_MINUTE: '1000000',
    ...own,
  };
  const messaging = kafkaMessaging({ brokers: kafkaBrokers, clientId: 'test', topicPrefix: prefix }, outside);
  let service = await make(settings, outside);
  let address = `http://127.0.0.1:${(await service.start()).port}`;

  const request = async (path: string, init: RequestInit = {}) =>
    answerOf(await fetch(`${address}${path}`, { redirect: 'manual', ...init }));
  const send = async (path: string, body: string | Uint8Array, type: string, who: Who, headers: Settings) =>
    request(`${basePath}${path}`, {
      method: 'POST',
      headers: {
        ...(await identity.bearer(who)),
        'content-type': type,
        'idempotency-key': randomUUID(),
        ...headers,
      },
      body,
    });

  return {
    url: () => `${address}${basePath}`,
    identity,
    messaging,
    shared: { database, prefix },
    settings,
    logged: () => lines.join(''),
    metrics: async () => (await request('/metrics')).text,
    ready: async () => (await request('/health/ready')).status,
    request,
    get: async (path, who = 'clinician') =>
      request(`${basePath}${path}`, { headers: await identity.bearer(who) }),
    post: (path, body, { who = 'clinician', headers = {} } = {}) =>
      send(path, JSON.stringify(body), 'application/json', who, headers),
    sendFile: (path, content, { who = 'operator', headers = {} } = {}) =>
      send(path, content, 'text/csv', who, headers),
    page: async (path, who = 'clinician') =>
      request(`${basePath}${path}`, {
        headers: { cookie: await identity.cookieFor(who), accept: 'text/html' },
      }),
    submit: async (path, fields, who = 'clinician') =>
      request(`${basePath}${path}`, {
        method: 'POST',
        headers: {
          cookie: await identity.cookieFor(who),
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          accept: 'text/html',
        },
        body: new URLSearchParams({ _key: randomUUID(), ...fields }).toString(),
      }),
    publish: (topic, envelope) =>
      messaging.publisher.publish([{ topic, key: envelope.subject, envelopes: [envelope] }]),
    async restart(changes = {}) {
      await service.stop();
      service = await make(withoutUndefined({ ...settings, ...changes }), outside);
      address = `http://127.0.0.1:${(await service.start()).port}`;
    },
    async close() {
      await service.stop();
      await messaging.close();
      await identity.close();
      if (!beside) await database.drop();
    },
  };
}

/** A secret as the settings of a service hold one. */
export function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Settings as the environment holds them. */
export function textOf(settings: object): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}

/** A destination of a log that keeps its lines. */
export function keptLines(): { lines: string[]; destination: Writable } {
  const lines: string[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString());
      done();
    },
  });
  return { lines, destination };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

function withoutUndefined(settings: Readonly<Record<string, string | undefined>>): Settings {
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
