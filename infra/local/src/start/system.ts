import { join } from 'node:path';
import { demoTemplates } from '../messages/index.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';
import { answers, type ProcessPlan } from './supervise.ts';

export type Surroundings = {
  root: string;
  dataDir: string;
  ports: Ports;
  kafkaBrokers: string;
  mongoUrl: string;
  issuer: string;
  secrets: Secrets;
  demo: boolean;
  /** The key of the stand-in for GOV.UK Notify; undefined where it is not started. */
  messagesKey: string | undefined;
  /** Settings of the person's own environment that go through to the services. */
  passedOn: Record<string, string>;
};

export const services = [
  { name: 'referral-intake', basePath: '/referrals', port: 'intake' },
  { name: 'pathway-tracker', basePath: '/pathways', port: 'tracker' },
  { name: 'needs-led-support', basePath: '/support', port: 'support' },
] as const;

export type ServiceName = (typeof services)[number]['name'];

/** How each of the three services is started: its port, its prefix and its own database on the shared server. */
export function servicePlan(service: (typeof services)[number], around: Surroundings): ProcessPlan {
  const { root, ports, secrets } = around;
  const own = new URL(around.mongoUrl);
  own.pathname = `/${service.name}`;
  return nodeProcess(
    service.name,
    join(root, 'services', service.name, 'src/main.ts'),
    around,
    {
      PORT: String(ports[service.port]),
      HOST: '127.0.0.1',
      BASE_PATH: service.basePath,
      PUBLIC_URL: publicUrl(ports),
      MONGO_URL: own.href,
      KAFKA_BROKERS: around.kafkaBrokers,
      OIDC_ISSUER: around.issuer,
      OIDC_CLIENT_ID: 'waymark',
      OIDC_CLIENT_SECRET: secrets.OIDC_CLIENT_SECRET,
      SESSION_KEY: secrets.SESSION_KEY,
      AUDIT_KEY: secrets.AUDIT_KEY,
      CURSOR_KEY: secrets.CURSOR_KEY,
      DEMO: String(around.demo),
      ...(service.name === 'referral-intake'
        ? {
            IDENTITY_KEY: secrets.IDENTITY_KEY,
            INDEX_KEY: secrets.INDEX_KEY,
            PATHWAYS_URL: `http://127.0.0.1:${ports.tracker}/pathways`,
            SUPPORT_URL: `http://127.0.0.1:${ports.support}/support`,
            ...(secrets.IDENTITY_KEY_BEFORE && { IDENTITY_KEY_BEFORE: secrets.IDENTITY_KEY_BEFORE }),
            ...(around.messagesKey && {
              NOTIFY_API_KEY: around.messagesKey,
              NOTIFY_URL: `http://127.0.0.1:${ports.messages}`,
              ...demoTemplates,
            }),
          }
        : {}),
      ...(service.name === 'pathway-tracker'
        ? { INTAKE_URL: `http://127.0.0.1:${ports.intake}/referrals` }
        : {}),
      ...(service.name === 'needs-led-support' ? { FAMILY_CODE_KEY: secrets.FAMILY_CODE_KEY } : {}),
    },
    `http://127.0.0.1:${ports[service.port]}/health/ready`,
  );
}

/** The OpenID provider with the demo people. */
export function identityPlan(around: Surroundings): ProcessPlan {
  return nodeProcess(
    'identity',
    join(around.root, 'infra/local/src/identity/main.ts'),
    around,
    {
      PORT: String(around.ports.identity),
      HOST: '127.0.0.1',
      ISSUER: around.issuer,
      PUBLIC_URL: publicUrl(around.ports),
      DATA_DIR: join(around.dataDir, 'identity'),
      OIDC_CLIENT_ID: 'waymark',
      OIDC_CLIENT_SECRET: around.secrets.OIDC_CLIENT_SECRET,
    },
    `http://127.0.0.1:${around.ports.identity}/identity/.well-known/openid-configuration`,
  );
}

/** What stands in for GOV.UK Notify: it keeps the messages to families, to be read at `/messages`. */
export function messagesPlan(around: Surroundings, key: string): ProcessPlan {
  const { ports } = around;
  return nodeProcess(
    'messages',
    join(around.root, 'infra/local/src/messages/main.ts'),
    around,
    { PORT: String(ports.messages), HOST: '127.0.0.1', NOTIFY_API_KEY: key },
    `http://127.0.0.1:${ports.messages}/health/live`,
  );
}

/** The front door: one address for everything. */
export function doorPlan(around: Surroundings): ProcessPlan {
  const { ports } = around;
  return nodeProcess(
    'front-door',
    join(around.root, 'infra/local/src/door/main.ts'),
    around,
    {
      PORT: String(ports.door),
      HOST: '127.0.0.1',
      DEMO: String(around.demo),
      REFERRALS_URL: `http://127.0.0.1:${ports.intake}`,
      PATHWAYS_URL: `http://127.0.0.1:${ports.tracker}`,
      SUPPORT_URL: `http://127.0.0.1:${ports.support}`,
      IDENTITY_URL: `http://127.0.0.1:${ports.identity}`,
      ...(around.messagesKey && { MESSAGES_URL: `http://127.0.0.1:${ports.messages}` }),
    },
    `http://127.0.0.1:${ports.door}/health/live`,
  );
}

export function publicUrl(ports: Ports): string {
  return `http://localhost:${ports.door}`;
}

function nodeProcess(
  name: string,
  entry: string,
  around: Surroundings,
  env: Record<string, string>,
  health: string,
): ProcessPlan {
  return {
    name,
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      '--import',
      join(around.root, 'packages/service-base/src/tracing/register.ts'),
      entry,
    ],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      ...around.passedOn,
      OTEL_SERVICE_NAME: name,
      ...env,
    },
    logFile: join(around.dataDir, 'logs', `${name}.log`),
    ready: (signal) => answers(health, signal),
  };
}
