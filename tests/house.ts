import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { systemClock, type Clock } from '@waymark/care-types';
import { frontDoor } from '@waymark/local/door';
import { freePort } from '@waymark/local/embedded';
import { demoPeople, identityProvider } from '@waymark/local/identity';
import { logger } from '@waymark/service-base';
import { type Role } from '@waymark/policy';
import {
  freshDatabase,
  freshTopicPrefix,
  listeningMessages,
  testIdentity,
  testStack,
  type TestPerson,
} from '@waymark/testkit';
import { roomNames, rooms, type RoomName } from './rooms.ts';
import { inThisProcess, type MoveIn, type Tenant } from './tenants.ts';

const secret = () => randomBytes(32).toString('base64url');

export type Answer = { status: number; body: unknown; headers: Headers; text: string };
export type Database = { url: string; drop(): Promise<void> };
/** The Kafka and the database server under a house. */
export type Ground = { kafkaBrokers: readonly string[]; database(name: string): Promise<Database> };

export type HouseSettings<T extends Tenant> = {
  clock?: Clock;
  /** How the services come to run: in this process, unless said otherwise. */
  moveIn: MoveIn<T>;
  /** The stack of this test run, unless said otherwise. */
  ground?: Ground;
  /** People sign in at the demo provider, by its page, instead of being believed to have done so. */
  demoSignIn?: boolean;
};

/** All three services in this process behind one front door. See {@link houseOf}. */
export function house(settings: Omit<HouseSettings<Tenant>, 'moveIn'> = {}) {
  return houseOf({ ...settings, moveIn: inThisProcess });
}

/**
 * All three services behind one front door, with databases and topics of their own. What they log is kept, so that
 * a test can look for what must not be there.
 */
export async function houseOf<T extends Tenant>({
  clock = systemClock,
  moveIn,
  ground,
  demoSignIn = false,
}: HouseSettings<T>) {
  const { kafkaBrokers, database } = ground ?? (await groundOfThisRun());
  const prefix = freshTopicPrefix();
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const failures: string[] = [];
  const [doorPort, identityPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${doorPort}`;
  const identity = await testIdentity({ clock });
  const messages = await listeningMessages();
  const demo = demoSignIn ? await demoProvider(url, identityPort) : undefined;

  const databases = {} as Record<RoomName, Database>;
  const ports = {} as Record<RoomName, number>;
  for (const name of roomNames) {
    databases[name] = await database(name);
    ports[name] = await freePort();
  }
  const keys: Record<RoomName, () => Record<string, string>> = {
    'referral-intake': () => ({
      IDENTITY_KEY: secret(),
      INDEX_KEY: secret(),
      ...messages.settings,
      PATHWAYS_URL: `http://127.0.0.1:${ports['pathway-tracker']}/pathways`,
      SUPPORT_URL: `http://127.0.0.1:${ports['needs-led-support']}/support`,
    }),
    'pathway-tracker': () => ({ INTAKE_URL: `http://127.0.0.1:${ports['referral-intake']}/referrals` }),
    'needs-led-support': () => ({ FAMILY_CODE_KEY: secret() }),
  };
  const envOf = (name: RoomName) => ({
    ...textOf(identity.settings),
    ...demo?.settings,
    ...keys[name](),
    PORT: String(ports[name]),
    BASE_PATH: rooms[name].basePath,
    PUBLIC_URL: url,
    MONGO_URL: databases[name].url,
    KAFKA_BROKERS: kafkaBrokers.join(','),
    TOPIC_PREFIX: prefix,
    RATE_LIMIT_PER_MINUTE: '1000000',
    LOG_LEVEL: 'debug',
    DEMO: 'true',
    AUDIT_KEY: secret(),
  });
  const log = (service: string) => logger({ level: 'debug', service, destination: sink });
  const door = frontDoor(
    {
      ...Object.fromEntries(
        roomNames.map((name) => [rooms[name].basePath, `http://127.0.0.1:${ports[name]}`]),
      ),
      ...(demo && { '/identity': `http://127.0.0.1:${identityPort}` }),
      '/messages': messages.url,
    },
    { demo: true, log: log('front-door') },
  ).listen(doorPort, 'localhost');
  await once(door, 'listening');

  const tenants = {} as Record<RoomName, T>;
  for (const name of roomNames)
    tenants[name] = moveIn({
      name,
      env: envOf(name),
      clock,
      log: log(name),
      said: (text) => void lines.push(text),
      fatal: (reason) => void failures.push(reason),
    });
  await Promise.all(Object.values(tenants).map((tenant) => tenant.start()));

  const bearer = demo ? (who: Role | TestPerson) => demo.bearer(who) : identity.bearer;

  /** Ask an address as a person; a POST brings an idempotency key and JSON unless the headers say otherwise. */
  async function ask(
    who: Role | TestPerson,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const nobody = who === 'anonymous' || who === 'family';
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(nobody ? {} : await bearer(who)),
        ...(method === 'POST' && { 'idempotency-key': randomBytes(12).toString('hex') }),
        ...(method === 'POST' && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text), text };
  }

  return {
    url,
    identity,
    /** What families were written. */
    messages,
    demoSignedIn: demo?.signsInBy,
    ports,
    prefix,
    kafkaBrokers,
    databases,
    tenants,
    ask,
    /** Everything that the services have logged so far. */
    logged: () => lines.join(''),
    /** Reasons for which a service would have ended its process. */
    failures,
    async close() {
      door.close();
      door.closeAllConnections();
      await Promise.all(Object.values<T>(tenants).map((tenant) => tenant.stop()));
      await identity.close();
      await messages.close();
      await demo?.close();
      await Promise.all(Object.values(databases).map((one) => one.drop()));
    },
  };
}

export type House<T extends Tenant = Tenant> = Awaited<ReturnType<typeof houseOf<T>>>;

/** Ask again until the answer is there. Rejects with what was waited for when it is not within the time. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 20_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > until) throw new Error(`Within ${withinMs / 1000} s it did not come about that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function groundOfThisRun(): Promise<Ground> {
  const { kafkaBrokers } = await testStack();
  return { kafkaBrokers, database: freshDatabase };
}

async function demoProvider(publicUrl: string, port: number) {
  const dataDir = await mkdtemp(join(tmpdir(), 'waymark-demo-sign-in-'));
  const settings = {
    OIDC_ISSUER: `${publicUrl}/identity`,
    OIDC_CLIENT_ID: 'waymark',
    OIDC_CLIENT_SECRET: secret(),
  };
  const server = identityProvider({
    issuer: settings.OIDC_ISSUER,
    clients: [
      {
        id: settings.OIDC_CLIENT_ID,
        secret: settings.OIDC_CLIENT_SECRET,
        redirectUris: Object.values(rooms).map(({ basePath }) => `${publicUrl}${basePath}/signed-in`),
        afterSignOut: [`${publicUrl}/`],
      },
    ],
    dataDir,
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');

  /** The demo person of a role. */
  const signsInBy = (role: Role) => {
    const person = demoPeople.find(({ roles }) => roles.includes(role));
    if (!person) throw new Error(`No demo person is a ${role}`);
    return person;
  };
  return {
    settings,
    signsInBy,
    async bearer(who: Role | TestPerson) {
      const answer = await fetch(`${settings.OIDC_ISSUER}/demo-token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: typeof who === 'string' ? signsInBy(who).id : who.id }),
      });
      const { access_token: token } = (await answer.json()) as { access_token: string };
      return { authorization: `Bearer ${token}` };
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await rm(dataDir, { recursive: true });
    },
  };
}

function textOf(settings: object): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
