import { decide, refuse, type Decision } from '@waymark/decisions';
import { problemError } from '@waymark/http';
import { z } from 'zod';

/** Referrals that one part of a file has brought, as a service that follows referrals waits for them. */
export const Batch = z.strictObject({
  importId: z.string(),
  /** How many there are. */
  of: z.int().min(1),
  /** Which; none once all have arrived, or nobody waits for them any longer. */
  awaited: z.array(z.string()),
  /** When it became known: an instant in UTC. */
  at: z.string(),
  open: z.boolean(),
});
export type Batch = z.infer<typeof Batch>;

/**
 * So long after the rest of its batch has come, what is missing does not come by itself any more; without the rest it may
 * still be under way for longer.
 */
const lateAfter = { withTheRest: { minutes: 30 }, alone: { hours: 24 } };
/** After so long nobody waits for it. */
const givenUpAfter = { hours: 7 * 24 };

/** A part of a file has become known: what it brought is waited for. */
export function awaitBatch(
  before: Batch | undefined,
  { importId, referralIds }: { importId: string; referralIds: readonly string[] },
  at: string,
): Decision<Batch> {
  return decide(before ?? { importId, of: referralIds.length, awaited: [...referralIds], at, open: true });
}

/** All have arrived, or nobody waits for the rest any longer. */
export function close(batch: Batch): Decision<Batch> {
  return batch.open ? decide({ ...batch, awaited: [], open: false }) : refuse('closed-already');
}

export function isLate({ at, of }: Batch, missing: number, now: Temporal.Instant): boolean {
  const after = missing < of ? lateAfter.withTheRest : lateAfter.alone;
  return Temporal.Instant.compare(now, Temporal.Instant.from(at).add(after)) > 0;
}

export function isGivenUp({ at }: Batch, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, Temporal.Instant.from(at).add(givenUpAfter)) > 0;
}

/** How far a service is with what files have brought. */
export type Arriving = {
  /** Referrals that are here, of those that were imported. */
  arrived: number;
  of: number;
  /** Of those that are not here, how many do not come by themselves: an operator has to see to them. */
  stuck: number;
};

/** The same as programs are told it; null while everything is here. */
export const ArrivingAnswer = z
  .object({ arrived: z.int(), of: z.int(), stuck: z.int() })
  .nullable()
  .describe('How much of imported files is here, while something is missing; null otherwise');

export function arrivingAnswer(now: Arriving | undefined): z.output<typeof ArrivingAnswer> {
  return now ?? null;
}

/**
 * What is asked for is not here. Throws the problem that says so where it may be one of those that have not arrived, and
 * is nothing otherwise.
 */
export function notHereYet(now: Arriving | undefined): undefined {
  if (now === undefined) return undefined;
  const [arrived, of] = [now.arrived, now.of].map((count) => count.toLocaleString('en-GB'));
  throw problemError('not-found', {
    detail: `It may not have arrived yet: ${arrived} of ${of} imported referrals have arrived here. Try again in a minute.`,
  });
}
