import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** A server that runs as a child of this process, and never outlives it. */
export type EmbeddedServer = {
  pid: number;
  port: number;
  /** Ask it to end, and end it by force when it has not within ten seconds. */
  stop: () => Promise<void>;
  /** kill -9: a crash, for tests. Resolves when it is gone. */
  kill: () => Promise<void>;
  /** Resolves when it has ended, for whatever reason. */
  exited: Promise<Exit>;
};

type Command = {
  name: string;
  command: string;
  args: string[];
  logFile: string;
  /** The port that it listens on, found in a line that it prints once it serves; undefined for other lines. */
  portIn: (line: string) => number | undefined;
  /** Whether it is a watcher that kills the server itself once its input ends, and must not be killed before that. */
  watches?: true;
};

const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 10_000;
/** What a shell says of a command that is not there. */
const NOT_FOUND = 127;

/**
 * Start a child and resolve when it says that it serves. Its standard input is held open: its end is the child's end.
 * It has a process group of its own, so that Ctrl-C reaches this process only, which then stops things in order.
 */
export async function startChild({
  name,
  command,
  args,
  logFile,
  portIn,
  watches,
}: Command): Promise<EmbeddedServer> {
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', log], detached: true });
  closeSync(log);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: NOT_FOUND, signal: null }));
  });
  child.stdin?.on('error', () => undefined);

  const force = (): void => {
    if (!watches) child.kill('SIGKILL');
    child.stdin?.destroy();
  };
  const kill = async (): Promise<void> => {
    force();
    await exited;
  };
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const deadline = setTimeout(force, STOPS_WITHIN_MS);
    await exited;
    clearTimeout(deadline);
  };

  const serves = new Promise<number>((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = portIn(line);
      if (port !== undefined) resolve(port);
    });
  });
  const given = new AbortController();
  const outcome = await Promise.race([
    serves,
    exited.then(({ code, signal }) =>
      code === NOT_FOUND ? `${command} was not found` : `it ended with ${signal ?? `code ${code}`}`,
    ),
    after(STARTS_WITHIN_MS, `it was not ready after ${STARTS_WITHIN_MS / 1000} s`, {
      signal: given.signal,
    }).catch(() => 'it serves'),
  ]);
  given.abort();
  if (typeof outcome === 'string' || child.pid === undefined) {
    await kill();
    throw new Error(
      `${name} did not start: ${outcome}. Its log (${logFile}) ends with:\n${await lastLines(logFile)}`,
    );
  }
  return { pid: child.pid, port: outcome, stop, kill, exited };
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-15).join('\n');
}
