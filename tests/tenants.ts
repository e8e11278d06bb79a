import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import type { Service } from '@waymark/service-base';
import { rooms, type RoomName } from './rooms.ts';

const root = resolve(import.meta.dirname, '..');

/** A service that lives in a room of the house. */
export type Tenant = { start(): Promise<void>; stop(): Promise<void> };

export type MoveIn<T extends Tenant> = (about: {
  name: RoomName;
  env: Record<string, string>;
  clock: Clock;
  log: Log;
  /** Hears what the service writes. */
  said(text: string): void;
  /** Hears why the service would end its process. */
  fatal(reason: string): void;
}) => T;

/** The service as a part of this process. */
export const inThisProcess: MoveIn<Tenant> = ({ name, env, clock, log, fatal }) => {
  let service: Service | undefined;
  return {
    async start() {
      service = await rooms[name].make(env, { clock, log, fatal });
      await service.start();
    },
    stop: async () => service?.stop(),
  };
};

export type ProcessTenant = {
  /** Start it with these settings beside its own; resolves when it answers, or was killed before. */
  start(now?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
  /** Kill it where it stands. */
  kill(): void;
  /** How it ended, once it has. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

/** The service as a process of its own, as it runs in earnest. Another script may start it; it is told the name. */
export function asProcess({
  script = (name: RoomName) => join(root, 'services', name, 'src/main.ts'),
  more = {},
}: { script?: (name: RoomName) => string; more?: Record<string, string> } = {}): MoveIn<ProcessTenant> {
  return ({ name, env, said }) => {
    let child: ChildProcess | undefined;
    let ended: ReturnType<ProcessTenant['ended']> | undefined;
    return {
      async start(now = {}) {
        const launched = spawn(
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
        let lastWords = '';
        for (const stream of [launched.stdout, launched.stderr])
          stream.on('data', (text: Buffer) => {
            lastWords = `${lastWords}${text.toString()}`.slice(-2_000);
            said(text.toString());
          });
        child = launched;
        let over = false;
        ended = once(launched, 'exit').then(([code, signal]) => {
          over = true;
          return { code: code as number | null, signal: signal as NodeJS.Signals | null };
        });
        const health = `http://127.0.0.1:${env['PORT'] ?? ''}/health/ready`;
        const deadline = Date.now() + 60_000;
        while (!over && !(await answersWell(health))) {
          if (Date.now() > deadline) throw new Error(`${name} is not ready after a minute`);
          await new Promise((soon) => setTimeout(soon, 50));
        }
        if (over && (await ended).code !== null) throw new Error(`${name} ended by itself: ${lastWords}`);
      },
      async stop() {
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGTERM');
        await ended;
      },
      kill: () => void child?.kill('SIGKILL'),
      ended: () => ended ?? Promise.reject(new Error(`${name} was never started`)),
    };
  };
}

async function answersWell(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}
