import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import type { Service } from '@waymark/service-base';
import { services, type ServiceName } from './services.ts';

const root = resolve(import.meta.dirname, '..');

/** A running service of the system. */
export type Instance = { start(): Promise<void>; stop(): Promise<void> };

export type Launch<T extends Instance> = (about: {
  name: ServiceName;
  env: Record<string, string>;
  clock: Clock;
  log: Log;
  /** Hears what the service writes. */
  output(text: string): void;
  /** Hears why the service would end its process. */
  fatal(reason: string): void;
}) => T;

/** The service as a part of this process. */
export const sameProcess: Launch<Instance> = ({ name, env, clock, log, fatal }) => {
  let service: Service | undefined;
  return {
    async start() {
      service = await services[name].make(env, { clock, log, fatal });
      await service.start();
    },
    stop: async () => service?.stop(),
  };
};

export type ProcessInstance = {
  /** Start it with these settings beside its own; resolves when it answers, or was killed before. */
  start(now?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
  /** Kill it where it stands. */
  kill(): void;
  /** It keeps its connections and does nothing any more, until it is let go on. */
  freeze(): void;
  thaw(): void;
  /** How it ended, once it has. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

/** The service as a process of its own, as in production. Another script may start it; the name is its argument. */
export function separateProcess({
  script = (name: ServiceName) => join(root, 'services', name, 'src/main.ts'),
  more = {},
}: { script?: (name: ServiceName) => string; more?: Record<string, string> } = {}): Launch<ProcessInstance> {
  return ({ name, env, output }) => {
    let child: ChildProcess | undefined;
    let ended: ReturnType<ProcessInstance['ended']> | undefined;
    return {
      async start(now = {}) {
        const spawned = spawn(
          process.execPath,
          [
            '--disable-warning=ExperimentalWarning',
            '--import',
            join(root, 'packages/service-base/src/tracing/register.ts'),
            script(name),
            name,
          ],
          {
            env: {
              PATH: process.env['PATH'] ?? '',
              ...env,
              OTEL_SERVICE_NAME: name,
              WAYMARK_PARENT_PIPE: '1',
              ...more,
              ...now,
            },
            // It holds our end of a pipe: when we are gone it stops by itself.
            stdio: ['pipe', 'pipe', 'pipe'],
          },
        );
        let lastOutput = '';
        for (const stream of [spawned.stdout, spawned.stderr])
          stream.on('data', (text: Buffer) => {
            lastOutput = `${lastOutput}${text.toString()}`.slice(-2_000);
            output(text.toString());
          });
        child = spawned;
        let over = false;
        ended = once(spawned, 'exit').then(([code, signal]) => {
          over = true;
          return { code: code as number | null, signal: signal as NodeJS.Signals | null };
        });
        const health = `http://127.0.0.1:${env['PORT'] ?? ''}/health/ready`;
        const deadline = Date.now() + 60_000;
        while (!over && !(await isReady(health))) {
          if (Date.now() > deadline) throw new Error(`${name} is not ready after a minute`);
          await new Promise((soon) => setTimeout(soon, 50));
        }
        if (over && (await ended).code !== null) throw new Error(`${name} ended by itself: ${lastOutput}`);
      },
      async stop() {
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGTERM');
        await ended;
      },
      kill: () => void child?.kill('SIGKILL'),
      freeze: () => void child?.kill('SIGSTOP'),
      thaw: () => void child?.kill('SIGCONT'),
      ended: () => ended ?? Promise.reject(new Error(`${name} was never started`)),
    };
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}
