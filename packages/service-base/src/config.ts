import { tokenSettings, isLoopback } from '@waymark/http';
import { z } from 'zod';

/** An address of the web. Plain http is for this machine alone. */
const WebAddress = z
  .url({
    protocol: /^https?$/,
    error: 'must be an address that begins with https:// (or http:// on this machine)',
  })
  .refine((url) => url.startsWith('https://') || isLoopback(new URL(url).hostname), {
    error: 'must begin with https:// unless the host is this machine',
  })
  .transform((url) => url.replace(/\/+$/, ''));

/** A secret of at least 32 random bytes, written base64url. It has no default. */
export const Secret = z
  .string({ error: 'must be a secret of at least 32 random bytes, written base64url' })
  .regex(/^[A-Za-z0-9_-]{43,512}$/, {
    error: 'must be a secret of at least 32 random bytes, written base64url',
  });

/** A whole number from the environment. */
export const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: `must be a whole number from ${from} to ${to}` })
    .transform(Number)
    .refine((n) => n >= from && n <= to, { error: `must be a whole number from ${from} to ${to}` });

const brokers = z
  .string({ error: 'must be a list of brokers, host:port, separated by commas' })
  .regex(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/, {
    error: 'must be a list of brokers, host:port, separated by commas',
  })
  .transform((list) => list.split(','));

/** Where another service answers, with its base path. */
export const ServiceUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address like http://127.0.0.1:3001/referrals' })
  .transform((url) => url.replace(/\/+$/, ''));

/** What every service needs to know. A service adds its own with `baseConfig.extend({ … })`. */
export const baseConfig = z.object({
  PORT: wholeNumber(0, 65_535),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, { error: 'must be a host name or an address' })
    .default('127.0.0.1'),
  BASE_PATH: z
    .string()
    .regex(/^(\/[a-z0-9-]+)+$/, { error: 'must be a path like /referrals, without a slash at the end' })
    .default('/referrals'),
  PUBLIC_URL: WebAddress,
  MONGO_URL: z
    .string({ error: 'must begin with mongodb:// or mongodb+srv://' })
    .regex(/^mongodb(\+srv)?:\/\/\S+$/, { error: 'must begin with mongodb:// or mongodb+srv://' }),
  KAFKA_BROKERS: brokers,
  TOPIC_PREFIX: z
    .string()
    .regex(/^[a-z0-9.-]{1,40}$/, { error: 'must be up to 40 of a–z, 0–9, full stop and hyphen' })
    .optional(),
  OIDC_ISSUER: WebAddress,
  OIDC_CLIENT_ID: z.string({ error: 'must be given' }).min(1).max(200),
  OIDC_CLIENT_SECRET: Secret,
  SESSION_KEY: Secret,
  AUDIT_KEY: Secret,
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of: debug, info, warn, error, fatal, silent',
    })
    .default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ error: 'must be the address of a collector' }).optional(),
  /** Whose X-Forwarded headers are believed: `loopback`, or a list of addresses and subnets. */
  TRUST_PROXY: z
    .string()
    .regex(
      /^(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)(,(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?))*$/i,
      { error: 'must be loopback, uniquelocal or a list of addresses and subnets, separated by commas' },
    )
    .default('loopback'),
  RATE_LIMIT_PER_MINUTE: wholeNumber(1, 1_000_000).default(600),
  /** How long a stopping service goes on answering while a load balancer notices that it is not ready. */
  DRAIN_MS: wholeNumber(0, 60_000).default(0),
  /** Every page says that each child is synthetic. */
  DEMO: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((said) => said === 'true')
    .default(false),
  ...tokenSettings,
});
export type BaseConfig = z.output<typeof baseConfig>;

/** One fault of the configuration: the name of the variable and what is allowed. Never its value. */
export type ConfigFault = { name: string; allowed: string };

/** The configuration, or everything that is wrong with it. An empty variable counts as not given. */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; config: z.output<Schema> } | { ok: false; faults: ConfigFault[] } {
  const names = Object.keys(schema.shape);
  const given = Object.fromEntries(names.map((name) => [name, env[name] === '' ? undefined : env[name]]));
  const read = schema.safeParse(given, {
    error: (issue) => (issue.input === undefined ? 'must be given' : undefined),
  });
  if (read.success) return { ok: true, config: read.data };
  return {
    ok: false,
    faults: read.error.issues.map((issue) => ({
      name: String(issue.path[0] ?? ''),
      allowed: given[String(issue.path[0])] === undefined ? `is missing: it ${issue.message}` : issue.message,
    })),
  };
}

/**
 * The configuration from the environment. When it is wrong the process ends with exit code 78, after one line on
 * stderr for every fault at once; the lines hold names and what is allowed, no values.
 */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const read = readConfig(schema, env);
  if (read.ok) return read.config;
  const lines = read.faults.map(({ name, allowed }) => `  ${name} ${allowed}`);
  process.stderr.write(`The configuration is not right:\n${lines.join('\n')}\n`);
  process.exit(78);
}
