import { setTimeout as pause } from 'node:timers/promises';

type Ask<T> = () => T | undefined | false | Promise<T | undefined | false>;

/**
 * Asks again and again until there is an answer other than undefined or false, and gives it. Rejects when there is none
 * within the time, naming what was waited for, or what was asked. A test waits for an effect by this, and never sleeps.
 */
export function until<T>(what: string, ask: Ask<T>, withinMs?: number): Promise<T>;
export function until<T>(ask: Ask<T>): Promise<T>;
export async function until<T>(first: string | Ask<T>, second?: Ask<T>, withinMs = 50_000): Promise<T> {
  const ask = typeof first === 'string' ? second : first;
  for (const deadline = performance.now() + withinMs; ; await pause(20)) {
    const found = await ask?.();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs / 1_000} s: ${String(first)}`);
  }
}
