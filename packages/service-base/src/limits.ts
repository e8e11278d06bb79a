import { createHmac } from 'node:crypto';
import { asTransient, type Database } from '@waymark/aggregate-store';
import { derivedKey } from '@waymark/http';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';

/** Failed attempts at one thing, which lock it for a while. Calls throw TransientFailure: nothing is tried uncounted. */
export type AttemptLimiter = {
  /** Whether the subject has to wait, right or wrong. */
  isLocked(subject: string): Promise<boolean>;
  /** Counts a failed attempt; the last that is allowed locks the subject. */
  recordFailure(subject: string): Promise<void>;
};

/** How often something may be done within an hour. Calls throw TransientFailure: nothing is done uncounted. */
export type HourlyLimit = {
  /** Counts, and says whether it may be done. */
  take(subject: string): Promise<boolean>;
};

export type Limits = {
  /** Locks a subject for so many minutes when so many attempts have failed within as many minutes. */
  attemptLimiter(name: string, allowed: { attempts: number; minutes: number }): AttemptLimiter;
  /** Allows a subject so many times within an hour, which begins with the first. */
  hourlyLimit(name: string, most: number): HourlyLimit;
  /** Makes the index by which the database throws counts away that are over. Nothing is made where nothing is limited. */
  migrate(): Promise<void>;
};

/**
 * The limits of a service, each by its name, counted in the collection `limits`: all copies of the service count
 * together, and a restart forgets nothing. What is counted under (an address, a telephone number) is kept as a hash
 * with a key from the secret, which is base64url.
 */
export function limits(db: Database, secret: string): Limits {
  const key = derivedKey(secret, 'limits');
  const keyOf = (subject: string) => createHmac('sha256', key).update(subject).digest('base64url');
  const limiters: RateLimiterMongo[] = [];

  function limiterOf(name: string, window: { points: number; duration: number; blockDuration?: number }) {
    const limiter = new RateLimiterMongo({
      ...window,
      storeClient: db,
      tableName: 'limits',
      keyPrefix: name,
      disableIndexesCreation: true,
    });
    limiters.push(limiter);
    return limiter;
  }

  return {
    attemptLimiter(name, { attempts, minutes }) {
      const seconds = minutes * 60;
      // The library locks from the first attempt on that is one too many: that is the last one that we allow.
      const limiter = limiterOf(name, { points: attempts - 1, duration: seconds, blockDuration: seconds });
      return {
        async isLocked(subject) {
          const count = await asTransient(() => limiter.get(keyOf(subject)));
          return count !== null && count.consumedPoints >= attempts;
        },
        recordFailure: async (subject) => void (await consumed(limiter, keyOf(subject))),
      };
    },
    hourlyLimit(name, most) {
      const limiter = limiterOf(name, { points: most, duration: 3_600 });
      return { take: (subject) => consumed(limiter, keyOf(subject)) };
    },
    migrate: async () => asTransient(async () => limiters[0]?.createIndexes()),
  };
}

/** Counts one more; false where it is one too many. */
async function consumed(limiter: RateLimiterMongo, key: string): Promise<boolean> {
  try {
    await asTransient(() => limiter.consume(key));
    return true;
  } catch (error) {
    if (error instanceof RateLimiterRes) return false;
    throw error;
  }
}
