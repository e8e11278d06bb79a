import { join } from 'node:path';
import { demoTemplates } from '../messages/index.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';
import { answers, type ProcessPlan } from './supervise.ts';

export type Environment = {
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
export function servicePlan(service: (typeof services)[number], environment: Environment): ProcessPlan {
  const { root, ports, secrets } = environment;
  const own = new URL(environment.mongoUrl);
  own.pathname = `/${service.name}`;
  return nodeProcess(
    service.name,
    join(root, 'services', service.name, 'src/main.ts'),
    environment,
    {
      PORT: String(ports[service.port]),
      HOST: '127.0.0.1',
      BASE_PATH: service.basePath,
      PUBLIC_URL: publicUrl(ports),
      MONGO_URL: own.href,
      KAFKA_BROKERS: environment.kafkaBrokers,
      OIDC_ISSUER: environment.issuer,
      OIDC_CLIENT_ID: 'waymark',
      OIDC_CLIENT_SECRET: secrets.OIDC_CLIENT_SECRET,
      SESSION_KEY: secrets.SESSION_KEY,
      AUDIT_KEY: secrets.AUDIT_KEY,
      CURSOR_KEY: secrets.CURSOR_KEY,
      DEMO: String(environment.demo),
      ...(service.name === 'referral-intake'
        ? {
            IDENTITY_KEY: secrets.IDENTITY_KEY,
            INDEX_KEY: secrets.INDEX_KEY,
            PATHWAYS_URL: `http://127.0.0.1:${ports.tracker}/pathways`,
            SUPPORT_URL: `http://127.0.0.1:${ports.support}/support`,
            ...(secrets.IDENTITY_KEY_BEFORE && { IDENTITY_KEY_BEFORE: secrets.IDENTITY_KEY_BEFORE }),
            ...(environment.messagesKey && {
              NOTIFY_API_KEY: environment.messagesKey,
              NOTIFY_URL: `http://127.0.0.1:${ports.messages}`,
              ...demoTemplates,
            }),
          }
        : {}),
      ...(service.name === 'referral-intake'
        ? {}
        : { INTAKE_URL: `http://127.0.0.1:${ports.intake}/referrals` }),
      ...(service.name === 'needs-led-support' ? { FAMILY_CODE_KEY: secrets.FAMILY_CODE_KEY } : {}),
    },
    `http://127.0.0.1:${ports[service.port]}/health/ready`,
  );
}

/** The OpenID provider with the demo people. */
export function identityPlan(environment: Environment): ProcessPlan {
  return nodeProcess(
    'identity',
    join(environment.root, 'infra/local/src/identity/main.ts'),
    environment,
    {
      PORT: String(environment.ports.identity),
      HOST: '127.0.0.1',
      ISSUER: environment.issuer,
      PUBLIC_URL: publicUrl(environment.ports),
      DATA_DIR: join(environment.dataDir, 'identity'),
      OIDC_CLIENT_ID: 'waymark',
      OIDC_CLIENT_SECRET: environment.secrets.OIDC_CLIENT_SECRET,
    },
    `http://127.0.0.1:${environment.ports.identity}/identity/.well-known/openid-configuration`,
  );
}

/** What stands in for GOV.UK Notify: it keeps the messages to families, to be read at `/messages`. */
export function messagesPlan(environment: Environment, key: string): ProcessPlan {
  const { ports } = environment;
  return nodeProcess(
    'messages',
    join(environment.root, 'infra/local/src/messages/main.ts'),
    environment,
    { PORT: String(ports.messages), HOST: '127.0.0.1', NOTIFY_API_KEY: key },
    `http://127.0.0.1:${ports.messages}/health/live`,
  );
}

/** The front door: one address for everything. */
export function gatewayPlan(environment: Environment): ProcessPlan {
  const { ports } = environment;
  return nodeProcess(
    'front-door',
    join(environment.root, 'infra/local/src/gateway/main.ts'),
    environment,
    {
      PORT: String(ports.door),
      HOST: '127.0.0.1',
      DEMO: String(environment.demo),
      REFERRALS_URL: `http://127.0.0.1:${ports.intake}`,
      PATHWAYS_URL: `http://127.0.0.1:${ports.tracker}`,
      SUPPORT_URL: `http://127.0.0.1:${ports.support}`,
      IDENTITY_URL: `http://127.0.0.1:${ports.identity}`,
      ...(environment.messagesKey && { MESSAGES_URL: `http://127.0.0.1:${ports.messages}` }),
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
  environment: Environment,
  env: Record<string, string>,
  health: string,
): ProcessPlan {
  return {
    name,
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      '--import',
      join(environment.root, 'packages/service-base/src/tracing/register.ts'),
      entry,
    ],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      ...environment.passedOn,
      OTEL_SERVICE_NAME: name,
      ...env,
    },
    logFile: join(environment.dataDir, 'logs', `${name}.log`),
    ready: (signal) => answers(health, signal),
  };
}
