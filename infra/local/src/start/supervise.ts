import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Something that runs beside us and can be ended: a process of ours, or one that a library started. */
export type Running = {
  readonly name: string;
  pid(): number | undefined;
  stop(deadlineMs: number): Promise<void>;
};

export type ProcessPlan = {
  name: string;
  command: string;
  args: readonly string[];
  env: Record<string, string>;
  logFile: string;
  /** Resolves when the process does its work; asked again after each restart. */
  ready: (signal: AbortSignal) => Promise<void>;
};

/** The exit code of a process whose settings are wrong: starting it again cannot help. */
const wrongSettings = 78;

/**
 * Start a process, wait until it is ready, and start it again whenever it ends unasked.
 * The process holds our end of a pipe: when we die, even by SIGKILL, it sees the pipe close and stops by itself.
 */
export async function supervise(
  plan: ProcessPlan,
  { readyWithinMs, onRestart }: { readyWithinMs: number; onRestart: (name: string, why: string) => void },
): Promise<Running> {
  mkdirSync(dirname(plan.logFile), { recursive: true });
  const log = createWriteStream(plan.logFile, { flags: 'a' });
  let child: ChildProcess | undefined;
  let stopping = false;
  let soon = 0;
  let hopeless: (how: string) => void = () => undefined;
  let again: NodeJS.Timeout | undefined;

  const launch = () => {
    const startedAt = Date.now();
    const launched = spawn(plan.command, plan.args, {
      env: { ...plan.env, WAYMARK_PARENT_PIPE: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    launched.stdout?.pipe(log, { end: false });
    launched.stderr?.pipe(log, { end: false });
    launched.stdin?.on('error', () => undefined);
    launched.on('error', (error) => log.write(`${plan.name} could not be started: ${error.message}\n`));
    launched.on('exit', (code, signal) => {
      if (stopping) return;
      soon = Date.now() - startedAt < 10_000 ? soon + 1 : 0;
      const how = signal ? `killed by ${signal}` : `ended with code ${code}`;
      if (code === wrongSettings || soon >= 3) hopeless(how);
      onRestart(plan.name, how);
      again = setTimeout(() => void (stopping || launch()), Math.min(200 * 2 ** soon, 15_000));
    });
    child = launched;
  };

  launch();
  const signal = AbortSignal.timeout(readyWithinMs);
  const endsBeforeReady = new Promise<never>((_, reject) => {
    hopeless = (how) => reject(new Error(`${plan.name} ${how} before it was ready; see ${plan.logFile}`));
  });
  endsBeforeReady.catch(() => undefined);
  const running: Running = {
    name: plan.name,
    pid: () => child?.pid,
    async stop(deadlineMs) {
      stopping = true;
      clearTimeout(again);
      const ending = child;
      if (!ending?.pid || ending.exitCode !== null || ending.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      ending.kill('SIGTERM');
      const late = setTimeout(() => killGroup(ending), deadlineMs);
      await ended;
      clearTimeout(late);
      log.end();
    },
  };
  try {
    await Promise.race([plan.ready(signal), endsBeforeReady]);
  } catch (error) {
    await running.stop(2_000);
    if (signal.aborted)
      throw new Error(`${plan.name} was not ready within ${readyWithinMs / 1000} s; see ${plan.logFile}`);
    throw error;
  }
  return running;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Ask an address again and again until it answers with success. Rejects when the signal ends the waiting. */
export async function answers(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) });
      if (response.ok) return;
    } catch {
      // Not there yet: that is what we wait for.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer`);
}
