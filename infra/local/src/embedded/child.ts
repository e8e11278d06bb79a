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
  startsWithin?: number;
};

const STOPS_WITHIN_MS = 10_000;

/** Start a child and resolve when it says that it serves. Its standard input is held open: its end is the child's end. */
export async function startChild({
  name,
  command,
  args,
  logFile,
  portIn,
  startsWithin = 60_000,
}: Command): Promise<EmbeddedServer> {
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', log] });
  closeSync(log);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
  child.stdin?.on('error', () => undefined);

  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
    await exited;
    clearTimeout(force);
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
    exited.then(({ code, signal }) => `it ended with ${signal ?? `code ${code}`}`),
    after(startsWithin, `it was not ready after ${startsWithin / 1000} s`, { signal: given.signal }).catch(
      () => 'it serves',
    ),
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
