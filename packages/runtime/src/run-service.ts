import type { Service } from './lifecycle.ts';
import type { Log } from './log.ts';

const stopWithin = 30_000;

/**
 * Runs a service as the one thing of this process: starts it, stops it in order on SIGTERM and SIGINT or when the
 * parent that said WAYMARK_PARENT_PIPE=1 is gone (its end of stdin closes), and ends the process: 0 after a stop
 * in order, 1 after a failed start, a fault that nothing caught, a stop that failed or hung, or a second signal.
 */
export async function runService(
  service: Service,
  { log, env }: { log: Log; env: Readonly<Record<string, string | undefined>> },
): Promise<void> {
  let stopping = false;

  const end = async (why: string, code: 0 | 1) => {
    if (stopping) return void process.exit(1);
    stopping = true;
    log.info({ why }, 'Stopping');
    setTimeout(() => process.exit(1), stopWithin).unref();
    const stopped = await service.stop().then(
      () => code,
      () => 1,
    );
    process.exit(stopped);
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal, 0));
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
    await service.start();
  } catch (error) {
    if (stopping) return;
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
