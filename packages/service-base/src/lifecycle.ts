import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@waymark/decisions';

type Startable = { start(): Promise<unknown> | void; stop(): Promise<unknown> | void };
type Closable = { close(): Promise<unknown> | void };

/** Tells whether something that the service needs is there: resolves when it is, rejects when not. */
export type Check = () => Promise<unknown>;

export type ServiceParts = {
  web: (req: IncomingMessage, res: ServerResponse) => unknown;
  listen: { host: string; port: number; basePath: string };
  log: Log;
  /** What must have been done before anything else starts, in order: migrations, topics. */
  before?: readonly (() => Promise<unknown>)[];
  relays?: readonly Startable[];
  consumes?: readonly Startable[];
  sweeps?: readonly Startable[];
  checks?: Readonly<Record<string, Check>>;
  /** What `/health/ready` tells beside whether the service is ready. */
  detail?: () => Readonly<Record<string, unknown>>;
  /** How long to go on taking requests after readiness has ended, so that whoever sends them can look elsewhere. */
  drainMs?: number;
  /** Closed last, in this order. */
  closes?: readonly Closable[];
};

export type Service = {
  /** Resolves when the service takes requests. */
  start(): Promise<{ port: number }>;
  /** Stops in order; a second call waits for the first. Rejects when a step failed or took too long. */
  stop(): Promise<void>;
  healthy(): Promise<boolean>;
};

const checkWithin = 2_000;
const stepWithin = 8_000;
const answersWithin = 5_000;

/**
 * A service from its parts. It starts in the order: before, relays, consumers, sweeps, listen. It stops the other
 * way round, from the outside in: not ready, a while for callers to notice, no new requests, consumers, sweeps, relays, what is to be closed. A step
 * that fails or hangs does not keep the next ones from stopping.
 * It answers `/health/live`, `/health/ready` and `/health/startup` itself, also under the base path.
 */
export function service(name: string, parts: ServiceParts): Service {
  const { log, listen } = parts;
  let phase: 'starting' | 'ready' | 'stopping' = 'starting';
  let stopped: Promise<void> | undefined;

  const health = healthOf(listen.basePath, parts.checks ?? {}, () => phase, parts.detail);
  const server = createServer((req, res) => {
    const asked = health.asks(req);
    if (asked) void health.answer(asked, res);
    else parts.web(req, res);
  });
  server.requestTimeout = 10 * 60_000;
  server.headersTimeout = 10_000;
  server.keepAliveTimeout = 5_000;

  async function start() {
    const steps: [string, () => unknown][] = [
      ...(parts.before ?? []).map((run): [string, () => unknown] => ['prepare', run]),
      ...(parts.relays ?? []).map((relay): [string, () => unknown] => ['relay', () => relay.start()]),
      ...(parts.consumes ?? []).map((consumer): [string, () => unknown] => [
        'consumer',
        () => consumer.start(),
      ]),
      ...(parts.sweeps ?? []).map((sweep): [string, () => unknown] => ['sweep', () => sweep.start()]),
    ];
    for (const [step, run] of steps) {
      if (stopped) throw new Error('The service was stopped while it started');
      log.debug({ step }, 'Starting');
      await run();
    }
    const port = await listenOn(server, listen);
    if (!stopped) phase = 'ready';
    log.info({ port }, `${name} is ready`);
    return { port };
  }

  async function stopAll() {
    phase = 'stopping';
    if (parts.drainMs) await sleep(parts.drainMs);
    const steps: [string, () => unknown][] = [
      ['web', () => closeServer(server)],
      ...(parts.consumes ?? []).map((consumer): [string, () => unknown] => [
        'consumer',
        () => consumer.stop(),
      ]),
      ...(parts.sweeps ?? []).map((sweep): [string, () => unknown] => ['sweep', () => sweep.stop()]),
      ...(parts.relays ?? []).map((relay): [string, () => unknown] => ['relay', () => relay.stop()]),
      ...(parts.closes ?? []).map((each): [string, () => unknown] => ['close', () => each.close()]),
    ];
    const failed: unknown[] = [];
    for (const [step, run] of steps) {
      try {
        await within(stepWithin, Promise.resolve().then(run), `Stopping took too long: ${step}`);
      } catch (error) {
        failed.push(error);
        log.error({ err: error, step }, 'A step of stopping failed');
      }
    }
    log.info({}, `${name} has stopped`);
    if (failed.length > 0) throw new AggregateError(failed, 'Some steps of stopping failed');
  }

  return {
    start,
    stop: () => (stopped ??= stopAll()),
    healthy: async () => phase === 'ready' && (await health.faults()).length === 0,
  };
}

type Asked = 'live' | 'ready' | 'startup';

function healthOf(
  basePath: string,
  checks: Readonly<Record<string, Check>>,
  phase: () => string,
  detail: ServiceParts['detail'],
) {
  const paths = new Map<string, Asked>(
    (['live', 'ready', 'startup'] as const).flatMap((asked) => [
      [`/health/${asked}`, asked],
      [`${basePath}/health/${asked}`, asked],
    ]),
  );

  async function faults(): Promise<string[]> {
    const looked = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const there = await within(
          checkWithin,
          Promise.resolve().then(check),
          'The check took too long',
        ).then(
          () => true,
          () => false,
        );
        return there ? [] : [name];
      }),
    );
    return looked.flat();
  }

  return {
    faults,
    asks: (req: IncomingMessage): Asked | undefined =>
      req.method === 'GET' || req.method === 'HEAD' ? paths.get(req.url?.split('?')[0] ?? '') : undefined,
    async answer(asked: Asked, res: ServerResponse): Promise<void> {
      const now = phase();
      const away = asked === 'ready' && now === 'ready' ? await faults() : [];
      const good =
        asked === 'live' || (asked === 'startup' ? now !== 'starting' : now === 'ready' && away.length === 0);
      res.writeHead(good ? 200 : 503, {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      res.end(
        JSON.stringify({
          status: good ? 'ok' : 'not ok',
          standing: now,
          ...(away.length > 0 ? { away } : {}),
          ...(asked === 'ready' ? detail?.() : {}),
        }),
      );
    },
  };
}

function listenOn(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Lets answers that are on their way end, for a while; idle connections go at once. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const over = setTimeout(() => server.closeAllConnections(), answersWithin);
    server.close(() => {
      clearTimeout(over);
      resolve();
    });
  });
}

function within<Result>(milliseconds: number, work: Promise<Result>, otherwise: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(otherwise)), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
