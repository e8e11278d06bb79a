import { setMaxListeners } from 'node:events';
import type { Database } from '@waymark/aggregate-store';
import type { Log } from '@waymark/decisions';

const lookEveryMs = 250;
/** So many looks in vain and it is silent. Looks are counted, not time: a process that was held up itself is not fooled. */
const looksInVain = 10;
/** How long a page of a silent database may still take: what needs no database comes. */
const patienceMs = 1_000;

export type DatabaseWatch = {
  /** For one request: aborts when it is in vain to wait for the database any longer. */
  patience(): AbortSignal;
  start(): void;
  stop(): void;
};

/**
 * Asks the database all the time whether it answers. One that is frozen keeps its connections and says nothing, so the
 * driver would wait for half a minute, and for one that is gone five seconds; those who wait for a page are told after a few seconds instead, and while it is
 * silent within one. Its next answer ends that.
 */
export function databaseWatch(
  db: Pick<Database, 'ping'>,
  { log }: { log: Pick<Log, 'warn' | 'info'> },
): DatabaseWatch {
  let asking = false;
  /** Whether it was asked and has not answered, and how many looks ago that began. A call that failed is no answer. */
  let waiting = false;
  let looks = 0;
  let silent = false;
  let patience = endOfPatience();
  let timer: NodeJS.Timeout | undefined;

  function fallSilent(): void {
    silent = true;
    log.warn({}, 'The database does not answer');
    const ending = patience;
    setTimeout(() => {
      if (ending === patience) ending.abort();
    }, patienceMs).unref();
  }

  function answered(): void {
    waiting = false;
    looks = 0;
    if (!silent) return;
    silent = false;
    patience = endOfPatience();
    log.info({}, 'The database answers again');
  }

  function look(): void {
    if (waiting) looks += 1;
    if (looks >= looksInVain && !silent) fallSilent();
    if (asking) return;
    asking = true;
    waiting = true;
    db.ping()
      .then(answered, () => undefined)
      .finally(() => (asking = false));
  }

  return {
    patience: () => (silent ? AbortSignal.timeout(patienceMs) : patience.signal),
    start: () => void (timer ??= setInterval(look, lookEveryMs).unref()),
    stop: () => clearInterval(timer),
  };
}

function endOfPatience(): AbortController {
  const controller = new AbortController();
  // Every request on its way listens.
  setMaxListeners(0, controller.signal);
  return controller;
}
