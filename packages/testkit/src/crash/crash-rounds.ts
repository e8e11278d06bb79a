import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULT } from './fault-from-env.ts';

export type CrashRun = {
  round: number;
  /** Where this process is to die; undefined for the last one, which lives. */
  fault: string | undefined;
  /** Aborted when the process has ended. */
  ended: AbortSignal;
};

export type CrashRounds = {
  /** A script for node, which follows `toldToFinish` and uses `faultFromEnv`. */
  script: string;
  env?: Readonly<Record<string, string>>;
  /** Points at which to die, in turn. */
  points: readonly string[];
  /** How many processes are to be killed, one after another, each going on where the one before it was killed. */
  rounds: number;
  /** What goes on outside while a process runs; when it resolves, the process is asked to finish. */
  during?(run: CrashRun): Promise<void>;
  /** What a process has sent with `process.send`, also one that was killed afterwards. */
  onMessage?(message: unknown, run: CrashRun): void;
  /** Called when the last process, which nobody kills, has finished. Throws where something is lost or doubled. */
  check(): Promise<void>;
};

export type CrashReport = {
  /** How many processes died at each point. */
  killed: Record<string, number>;
  /** How many came to their end before the point was passed often enough. */
  finished: number;
};

const longestRunMs = 60_000;

/**
 * Kill a process at named points, round after round, then let one live and check what is left. The pass at which a
 * point kills varies from round to round, the same way in each run. Throws where a process ends in any other way than
 * by its own kill or with exit code 0, or runs longer than a minute.
 */
export async function crashRounds(rounds: CrashRounds): Promise<CrashReport> {
  const report: CrashReport = { killed: {}, finished: 0 };
  for (let round = 0; round < rounds.rounds; round += 1) {
    const point = rounds.points[round % rounds.points.length];
    if (point === undefined) throw new TypeError('There is no point at which to die');
    const passes = 1 + ((round * 7 + Math.floor(round / rounds.points.length)) % 3);
    const died = await oneRun(rounds, { round, fault: `${point}:${passes}` });
    if (died) report.killed[point] = (report.killed[point] ?? 0) + 1;
    else report.finished += 1;
  }
  await oneRun(rounds, { round: rounds.rounds, fault: undefined });
  await rounds.check();
  return report;
}

/** True when the process was killed at its point, false when it finished. */
async function oneRun(
  { script, env, during, onMessage }: CrashRounds,
  { round, fault }: Pick<CrashRun, 'round' | 'fault'>,
): Promise<boolean> {
  const ended = new AbortController();
  const run = { round, fault, ended: ended.signal };
  const child = fork(script, [], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_COMPILE_CACHE: join(tmpdir(), 'waymark-crash-compiled'),
      ...env,
      [FAULT]: fault ?? '',
      WAYMARK_ROUND: String(round),
    },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint = `${complaint}${text.toString()}`.slice(-4_000)));
  child.on('message', (message) => onMessage?.(message, run));
  let tooLong = false;
  const limit = setTimeout(() => {
    tooLong = true;
    child.kill('SIGKILL');
  }, longestRunMs);
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  try {
    const outside = during?.(run) ?? Promise.resolve();
    const finishing = outside.then(() => finish(child));
    const [code, signal] = await exit;
    clearTimeout(limit);
    ended.abort();
    await finishing;
    if (code === 0) return false;
    if (signal === 'SIGKILL' && fault !== undefined && !tooLong) return true;
    const end = tooLong ? 'did not end in time' : `ended with ${signal ?? code}`;
    throw new Error(`Round ${round} (${fault ?? 'no fault'}) ${end}: ${complaint}`);
  } finally {
    clearTimeout(limit);
    ended.abort();
    child.kill('SIGKILL');
  }
}

function finish(child: ChildProcess): void {
  if (child.connected) child.send('finish', () => undefined);
}
