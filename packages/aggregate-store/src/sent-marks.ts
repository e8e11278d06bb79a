import type { Log } from '@waymark/decisions';
import type { FaultPoints } from '@waymark/messaging';
import { nameOf } from './error-name.ts';
import type { Outbox, Sent } from './outbox.ts';
import { idle, wakeUpSignal } from './wake-up-signal.ts';

/**
 * What was sent is noted when nothing more was sent for so long, and in the end after `markWithinMs`, well before the
 * sweepers of other processes look: a burst is answered first, the database writes in bulk, a crash repeats a little more.
 */
const markAfterMs = 250;
const markWithinMs = 1_000;
/** So many are noted at once. */
const maxMarks = 100;
/** With so many to be noted nothing is waited for. */
const mostWaiting = 1_000;

/** What the broker has and the database does not know yet. */
export type SentMarks = {
  /** To be noted soon. */
  note(outbox: Outbox, sent: Sent): void;
  /** How many aggregates are to be noted. */
  count(): number;
  /** Do not wait for more to come: somebody waits until all is noted. */
  hurry(): void;
  /** Notes, until the signal aborts. */
  run(): Promise<void>;
  /** Ends the wait of `run` and notes what is left, once. Never rejects: what is not noted is sent once more. */
  finish(running: Promise<unknown>): Promise<void>;
};

/** Marks in the outboxes what was sent, in bulk and a moment later. */
export function sentMarks({
  log,
  fault,
  stopping,
}: {
  log: Log;
  fault: FaultPoints;
  stopping: AbortSignal;
}): SentMarks {
  const unmarked = new Map<Outbox, Map<string, Sent>>();
  const toMark = wakeUpSignal();
  let delay = new AbortController();
  let noted = 0;
  const count = (): number => [...unmarked.values()].reduce((sum, marks) => sum + marks.size, 0);

  const markAll = async (): Promise<void> => {
    for (const [outbox, marks] of unmarked) {
      const some = [...marks.values()].slice(0, maxMarks);
      if (some.length === 0) continue;
      await fault('before-mark');
      await outbox.markSent(some);
      for (const sent of some) if (marks.get(sent.id) === sent) marks.delete(sent.id);
    }
  };
  const quiet = async (hurried: AbortSignal): Promise<void> => {
    const until = performance.now() + markWithinMs;
    let seen = -1;
    while (seen !== noted && performance.now() < until && count() < mostWaiting && !hurried.aborted) {
      seen = noted;
      await idle(markAfterMs, hurried);
    }
  };
  const warn = (error: unknown): void =>
    log.warn({ reason: nameOf(error) }, 'What was published could not be noted; it may be sent once more');

  return {
    note: (outbox, sent) => {
      const marks = unmarked.get(outbox) ?? new Map<string, Sent>();
      unmarked.set(outbox, marks.set(sent.id, sent));
      noted += 1;
      toMark.raise();
    },
    count,
    hurry: () => {
      delay.abort();
      delay = new AbortController();
    },
    run: async () => {
      while (!stopping.aborted) {
        if (count() === 0) await toMark.received();
        await quiet(delay.signal);
        try {
          while (count() > 0) await markAll();
        } catch (error) {
          warn(error);
          await idle(500, stopping);
        }
      }
    },
    finish: async (running) => {
      delay.abort();
      toMark.raise();
      await running;
      try {
        while (count() > 0) await markAll();
      } catch (error) {
        warn(error);
      }
    },
  };
}
