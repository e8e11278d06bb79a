import { flushCompileCache } from 'node:module';

/** The variable that names where a process is to die: `<point>:<nth pass>`. */
export const FAULT = 'WAYMARK_FAULT';

/**
 * Fault points for a process under the crash harness: at the nth pass of the named point it ends itself with SIGKILL,
 * as a kill -9 from outside would at that very place. Without the variable nothing happens at any point. Throws
 * TypeError where the variable is not of that form.
 */
export function faultFromEnv(
  env: Readonly<Record<string, string | undefined>>,
): (point: string) => Promise<void> {
  const given = env[FAULT];
  if (given === undefined || given === '') return async () => undefined;
  const [, deadly, nth] = /^([a-z-]+):([1-9][0-9]*)$/.exec(given) ?? [];
  if (deadly === undefined) throw new TypeError(`${FAULT} is not <point>:<nth>`);
  let left = Number(nth);
  return async (point) => {
    if (point !== deadly) return;
    left -= 1;
    if (left > 0) return;
    // What was compiled is kept for the next process, as it would be at an orderly exit.
    flushCompileCache();
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => undefined);
  };
}

/** Resolves when the harness has asked this process to finish, or is gone itself. */
export function toldToFinish(): Promise<void> {
  return new Promise((resolve) => {
    process.on('message', (message) => message === 'finish' && resolve());
    process.once('disconnect', resolve);
  });
}
