import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What runs with the data of a folder: noted by `npm start`, read by the other commands. */
export type RunningInstance = {
  /** The process of `npm start`. */
  pid: number;
  /** The port of its front door. */
  port: number;
  mongoUrl: string;
};

const fileIn = (dataDir: string) => join(dataDir, 'running.json');

/** Note that an instance runs with the data of a folder, until `forget` is called. */
export function noteRunning(dataDir: string, instance: RunningInstance): { forget(): void } {
  const file = fileIn(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return { forget: () => rmSync(file, { force: true }) };
}

/** The instance that runs with the data of a folder; undefined where none does. */
export function runningInstance(dataDir: string): RunningInstance | undefined {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    const noted = JSON.parse(readFileSync(file, 'utf8')) as RunningInstance;
    return isAlive(noted.pid) ? noted : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
