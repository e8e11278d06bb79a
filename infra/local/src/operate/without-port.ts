import { join } from 'node:path';
import { dataDirOf } from '../start/data-dir.ts';
import { runningInstance } from '../start/running-instance.ts';

/**
 * The words of a command without `--port`, and the port: as written, or that of the instance that runs with the data
 * here, or 4400.
 */
export function withoutPort(all: readonly string[]): { port: number; args: string[] } {
  const at = all.indexOf('--port');
  if (at >= 0) return { port: Number(all[at + 1]), args: all.toSpliced(at, 2) };
  const dataDir = dataDirOf(join(import.meta.dirname, '../../../..'), process.env);
  return { port: runningInstance(dataDir)?.port ?? 4400, args: [...all] };
}
