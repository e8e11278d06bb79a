import { readFile } from 'node:fs/promises';

/** Clock ticks in a second, as the kernel counts processor time for processes: 100 on every Linux of today. */
const ticksPerSecond = 100;

/**
 * The processor time that a process has used so far, in milliseconds, its threads and its time in the kernel included.
 * Undefined where the machine does not say (`/proc` is of Linux).
 */
export async function processorTime(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // After the name, which may have any character but ends at the last bracket, the 12th and 13th fields: user, system.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return undefined;
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}
