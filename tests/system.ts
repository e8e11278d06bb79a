import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { systemClock, type Clock } from '@waymark/care-types';
import { gateway } from '@waymark/local/gateway';
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
import { serviceNames, services, type ServiceName } from './services.ts';
import { sameProcess, type Launch, type Instance } from './instances.ts';

const secret = () => randomBytes(32).toString('base64url');

export type Answer = { status: number; body: unknown; headers: Headers; text: string };
export type Database = { url: string; drop(): Promise<void> };
/** The Kafka and the database server under a system. */
export type Infrastructure = { kafkaBrokers: readonly string[]; database(name: string): Promise<Database> };

export type SystemSettings<T extends Instance> = {
  clock?: Clock;
  /** How the services come to run: in this process, unless another way is given. */
  launch: Launch<T>;
  /** The stack of this test run, unless another is given. */
  infrastructure?: Infrastructure;
  /** People sign in at the demo provider, by its page, instead of being believed to have done so. */
  demoSignIn?: boolean;
};

/** All three services in this process behind one gateway. See {@link startSystemWith}. */
export function startSystem(settings: Omit<SystemSettings<Instance>, 'launch'> = {}) {
  return startSystemWith({ ...settings, launch: sameProcess });
}

/**
 * All three services behind one gateway, with databases and topics of their own. What they log is kept, so that
 * a test can look for what must not be there.
 */
export async function startSystemWith<T extends Instance>({
  clock = systemClock,
  launch,
  infrastructure,
  demoSignIn = false,
}: SystemSettings<T>) {
  const { kafkaBrokers, database } = infrastructure ?? (await infrastructureOfThisRun());
  const prefix = freshTopicPrefix();
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const failures: string[] = [];
  const [gatewayPort, identityPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${gatewayPort}`;
  const identity = await testIdentity({ clock });
  const messages = await listeningMessages();
  const demo = demoSignIn ? await demoIdentityProvider(url, identityPort) : undefined;

  const databases = {} as Record<ServiceName, Database>;
  const ports = {} as Record<ServiceName, number>;
  for (const name of serviceNames) {
    databases[name] = await database(name);
    ports[name] = await freePort();
  }
  const keys: Record<ServiceName, () => Record<string, string>> = {
    'referral-intake': () => ({
      IDENTITY_KEY: secret(),
      INDEX_KEY: secret(),
      ...messages.settings,
      PATHWAYS_URL: `http://127.0.0.1:${ports['pathway-tracker']}/pathways`,
      SUPPORT_URL: `http://127.0.0.1:${ports['needs-led-support']}/support`,
    }),
    'pathway-tracker': () => ({ INTAKE_URL: `http://127.0.0.1:${ports['referral-intake']}/referrals` }),
    'needs-led-support': () => ({
      FAMILY_CODE_KEY: secret(),
      INTAKE_URL: `http://127.0.0.1:${ports['referral-intake']}/referrals`,
    }),
  };
  const envOf = (name: ServiceName) => ({
    ...textOf(identity.settings),
    ...demo?.settings,
    ...keys[name](),
    PORT: String(ports[name]),
    BASE_PATH: services[name].basePath,
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
  const gatewayServer = gateway(
    {
      ...Object.fromEntries(
        serviceNames.map((name) => [services[name].basePath, `http://127.0.0.1:${ports[name]}`]),
      ),
      ...(demo && { '/identity': `http://127.0.0.1:${identityPort}` }),
      '/messages': messages.url,
    },
    { demo: true, log: log('front-door') },
  ).listen(gatewayPort, 'localhost');
  await once(gatewayServer, 'listening');

  const instances = {} as Record<ServiceName, T>;
  for (const name of serviceNames)
    instances[name] = launch({
      name,
      env: envOf(name),
      clock,
      log: log(name),
      output: (text) => void lines.push(text),
      fatal: (reason) => void failures.push(reason),
    });
  await Promise.all(Object.values(instances).map((instance) => instance.start()));

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
    demoPersonOf: demo?.demoPersonOf,
    ports,
    prefix,
    kafkaBrokers,
    databases,
    instances,
    ask,
    /** Everything that the services have logged so far. */
    logged: () => lines.join(''),
    /** Reasons for which a service would have ended its process. */
    failures,
    async close() {
      gatewayServer.close();
      gatewayServer.closeAllConnections();
      await Promise.all(Object.values<T>(instances).map((instance) => instance.stop()));
      await identity.close();
      await messages.close();
      await demo?.close();
      await Promise.all(Object.values(databases).map((one) => one.drop()));
    },
  };
}

export type System<T extends Instance = Instance> = Awaited<ReturnType<typeof startSystemWith<T>>>;

async function infrastructureOfThisRun(): Promise<Infrastructure> {
  const { kafkaBrokers } = await testStack();
  return { kafkaBrokers, database: freshDatabase };
}

async function demoIdentityProvider(publicUrl: string, port: number) {
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
        redirectUris: Object.values(services).map(({ basePath }) => `${publicUrl}${basePath}/signed-in`),
        afterSignOut: [`${publicUrl}/`],
      },
    ],
    dataDir,
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');

  /** The demo person of a role. */
  const demoPersonOf = (role: Role) => {
    const person = demoPeople.find(({ roles }) => roles.includes(role));
    if (!person) throw new Error(`No demo person is a ${role}`);
    return person;
  };
  return {
    settings,
    demoPersonOf,
    async bearer(who: Role | TestPerson) {
      const answer = await fetch(`${settings.OIDC_ISSUER}/demo-token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: typeof who === 'string' ? demoPersonOf(who).id : who.id }),
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
