import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds that the answer to a referrer takes at least: longer than any of what it may mean. */
const floor = 250;

/**
 * Does the work, and lets no time be read from the answer: whether a child was known, waited already, or was recorded
 * anew takes as long for whoever must not learn it.
 */
export async function inEvenTime<Result>(work: () => Promise<Result>): Promise<Result> {
  const [done] = await Promise.allSettled([work(), pause(floor)]);
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}
