import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';

/** What a look is given. */
export type Looking = {
  /** Aborts when the service stops: a long look ends soon after. */
  signal: AbortSignal;
  /** Prolongs the lease of the sweep. False when another process has it by now; always true without a lease. */
  hold(): Promise<boolean>;
};

/** Work that a service does again and again by itself. */
export type SweepDefinition = {
  /** Label in metrics and health: small letters and hyphens. */
  name: string;
  /** What it does, for people, to follow "It": "throws away drafts that nobody went on with". */
  does: string;
  /** Milliseconds from the end of a look to the next one; `'once'` looks at the start alone. */
  everyMs: number | 'once';
  /** Milliseconds until the next look when one failed, was unfinished, or another process has the lease. */
  retryMs?: number;
  /** The name of a lease: one process at a time looks. */
  lease?: string;
  /** One look. `'unfinished'` asks for another one after `retryMs`. */
  look(looking: Looking): Promise<unknown>;
  /** What else must end when the service stops, after the look in hand. */
  stop?(): Promise<unknown>;
};

/** How the looks of a sweep went so far. */
export type SweepState = {
  name: string;
  does: string;
  /** Looks that were carried out to their end, and looks that failed, since the process began. */
  done: number;
  failed: number;
  /** When the last look ended, how long it took, and whether it failed. Absent before the first one. */
  last?: { endedAt: Temporal.Instant; seconds: number; failed: boolean };
};

export type Sweep = {
  state(): SweepState;
  /** Begins to look, beside everything else. Returns at once. */
  start(): void;
  /** No look begins any more; resolves when the one in hand has ended. */
  stop(): Promise<void>;
  /** Looks now, after the look in hand if there is one. Rejects as the look does. For tests and operators. */
  runNow(): Promise<void>;
};

/** A lease on the name, held by one process at a time. */
type Lease = { hold(name: string): Promise<unknown>; release(): Promise<void> };

const defaultRetryMs = 20_000;

/**
 * The one scheduler. A sweep never overlaps itself; a failed look is logged and tried again after `retryMs`; a stop
 * waits for the look in hand. `lease` is needed by a sweep that names one.
 */
export function sweep(
  { name, does, everyMs, retryMs, lease: leaseName, look, stop }: SweepDefinition,
  { clock, log, lease }: { clock: Clock; log: Log; lease?: Lease },
): Sweep {
  if (leaseName !== undefined && !lease) throw new Error(`The sweep ${name} needs leases`);
  const stopping = new AbortController();
  const state: SweepState = { name, does, done: 0, failed: 0 };
  let timer: NodeJS.Timeout | undefined;
  let inHand: Promise<unknown> = Promise.resolve();

  const hold = async (): Promise<boolean> =>
    leaseName === undefined || (await lease?.hold(leaseName)) !== undefined;

  /** Whether all was done that there was to do. */
  const lookOnce = async (): Promise<boolean> => {
    const began = performance.now();
    let failed = true;
    try {
      if (!(await hold())) {
        failed = false;
        return false;
      }
      const came = await look({ signal: stopping.signal, hold });
      if (leaseName !== undefined) await lease?.release();
      failed = false;
      state.done += 1;
      return came !== 'unfinished';
    } finally {
      if (failed) state.failed += 1;
      state.last = { endedAt: clock.now(), seconds: (performance.now() - began) / 1000, failed };
    }
  };

  const again = (isDone: boolean): void => {
    if (stopping.signal.aborted || (isDone && everyMs === 'once')) return;
    const soon = retryMs ?? (everyMs === 'once' ? defaultRetryMs : Math.min(everyMs, defaultRetryMs));
    timer = setTimeout(run, isDone && everyMs !== 'once' ? everyMs : soon);
  };
  const run = (): void => {
    inHand = inHand
      .then(() => (stopping.signal.aborted ? true : lookOnce()))
      .catch((error: unknown) => {
        log.error({ err: error, sweep: name }, 'A sweep failed and is tried again');
        return false;
      })
      .then(again);
  };

  return {
    state: () => ({ ...state }),
    start: run,
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await inHand;
      await stop?.();
    },
    runNow: async () => {
      const looked = inHand.then(async () => void (await lookOnce()));
      inHand = looked.catch(() => undefined);
      await looked;
    },
  };
}
