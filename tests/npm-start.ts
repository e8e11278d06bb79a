import { until } from '@waymark/testkit';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

export type StartProcess = {
  /** Everything that it has written so far. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** The processes that it has started, and those that these have started. */
  processes(): Process[];
};

export type Process = { pid: number; parent: number; command: string };

/** `npm start`, as a person starts it from a terminal of their own. */
export function npmStart(args: readonly string[], dataDir: string): StartProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(root, 'infra/local/bootstrap.mjs'), 'start', ...args],
    {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', WAYMARK_DATA: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => (output += text.toString()));
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  return {
    output: () => output,
    signal: (name) => void child.kill(name),
    ended,
    processes: () => descendantsOf(child.pid ?? -1),
  };
}

/** Resolves when it says that it is ready; rejects with its output when it ended instead. */
export async function untilReady(running: StartProcess): Promise<void> {
  const over = running.ended.then(({ code }) => {
    throw new Error(`It ended with ${code}: ${running.output()}`);
  });
  over.catch(() => undefined);
  await Promise.race([
    over,
    until(
      'it says that it is ready',
      () => running.output().includes('Ctrl-C stops everything'),
      180_000,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${running.output()}`);
    }),
  ]);
}

/** Every process of the machine, as Linux lists them. */
function allProcesses(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, parent] = status.slice(status.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return [];
      }
    });
}

function descendantsOf(pid: number): Process[] {
  const all = allProcesses();
  const below = (parent: number): Process[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(pid);
}

/** Those that are still there. */
export function stillRunning(processes: readonly Process[]): Process[] {
  const now = allProcesses();
  return processes.filter(({ pid, command }) =>
    now.some((each) => each.pid === pid && each.command === command),
  );
}

/** A port from which nine in a row are free. */
export async function freeBlock(): Promise<number> {
  for (let base = 21_000 + (process.pid % 300) * 100; base < 60_000; base += 100) {
    const free = await Promise.all(Array.from({ length: 9 }, (_, at) => isFree(base + at)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('No nine ports in a row are free');
}

/** Whether nobody listens on the port. */
export async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const taken = once(probe, 'error').then(() => false);
  probe.listen(port, '127.0.0.1');
  const free = await Promise.race([once(probe, 'listening').then(() => true), taken]).catch(() => false);
  if (free) {
    probe.close();
    await once(probe, 'close');
  }
  return free;
}
