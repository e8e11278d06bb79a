import type { Log } from '@waymark/decisions';
import type { Service } from './lifecycle.ts';

import { stopTracing } from './tracing/stop.ts';

const stopWithin = 30_000;
/** Signals that come together are one wish: a terminal sends its own beside that of the parent process. */
const togetherMs = 1_000;

/**
 * Runs a service as the one thing of this process: starts it when it is made, stops it in order on SIGTERM and SIGINT
 * or when the parent that said WAYMARK_PARENT_PIPE=1 is gone (its end of stdin closes), and ends the process: 0 after
 * a stop in order, 1 after a failed start, a fault that nothing caught, a stop that failed or hung, or a signal given
 * again later.
 */
export async function runService(
  starting: Service | Promise<Service>,
  { log, env }: { log: Log; env: Readonly<Record<string, string | undefined>> },
): Promise<void> {
  let service: Service | undefined;
  let stoppingSince: number | undefined;

  const end = async (why: string, code: 0 | 1) => {
    if (stoppingSince !== undefined) return;
    stoppingSince = performance.now();
    log.info({ why }, 'Stopping');
    setTimeout(() => process.exit(1), stopWithin).unref();
    const stopped = await (service?.stop() ?? Promise.resolve()).then(
      () => code,
      () => 1,
    );
    await stopTracing().catch((error: unknown) => log.warn({ err: error }, 'The last spans were not sent'));
    process.exit(stopped);
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stoppingSince !== undefined && performance.now() - stoppingSince > togetherMs) process.exit(1);
      void end(signal, 0);
    });
  }
  for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(fault, (error: unknown) => {
      log.fatal({ err: error, fault }, 'A fault that nothing caught');
      process.exit(1);
    });
  }
  if (env['WAYMARK_PARENT_PIPE'] === '1') {
    process.stdin.resume();
    process.stdin.once('end', () => void end('The parent process is gone', 0));
    process.stdin.once('error', () => void end('The parent process is gone', 0));
  }

  try {
    service = await starting;
    await service.start();
  } catch (error) {
    if (stoppingSince !== undefined) return;
    log.fatal({ err: error }, 'The service could not start');
    await end('It could not start', 1);
  }
}

/** For what cannot go on, such as a consumer that has crashed for good: says why and ends the process. */
export function endProcess(log: Log): (reason: string) => void {
  return (reason) => {
    log.fatal({ reason }, 'The process cannot go on');
    process.exit(1);
  };
}
