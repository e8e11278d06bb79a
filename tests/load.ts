import { randomUUID } from 'node:crypto';
import { nthTestNhsNumber } from '@waymark/care-types';
import { until } from '@waymark/testkit';
import { type System } from './system.ts';
import { referral } from './referral.ts';
import type { Instance } from './instances.ts';

export type Load = {
  /** Ids of the referrals that were acknowledged so far. */
  acknowledged: ReadonlySet<string>;
  /** How many tries came to nothing, or to a fault that passes. */
  failed(): number;
  /** What those tries were answered. */
  faults(): Record<string, number>;
  /** Resolves when so many more are acknowledged. */
  untilMore(more: number): Promise<void>;
  /** No new referrals; resolves when each that was begun is acknowledged. */
  stop(): Promise<void>;
  /** No more tries. */
  end(): void;
};

const writers = 3;
const betweenMs = 120;
/** Each child is another one: one who waits already would rightly be refused. */
let children = 0;
const again = new Set([429, 500, 502, 503, 504]);

/**
 * People who log referrals without end: each tries again, under the same key, until it is acknowledged, as a careful
 * program does. Every third child is referred for two services, so that spells are joined under load.
 */
export async function referralLoad<T extends Instance>({ url, identity }: System<T>): Promise<Load> {
  const acknowledged = new Set<string>();
  const unexpected: string[] = [];
  const faults: Record<string, number> = {};
  const failed = () => Object.values(faults).reduce((sum, count) => sum + count, 0);
  let going = true;
  let ended = false;
  const bearer = `Bearer ${await identity.tokenFor('clinician')}`;

  async function once(key: string, body: string): Promise<string | undefined> {
    try {
      const answer = await fetch(`${url}/referrals/api/referrals`, {
        method: 'POST',
        headers: { authorization: bearer, 'content-type': 'application/json', 'idempotency-key': key },
        body,
        signal: AbortSignal.timeout(20_000),
      });
      const text = await answer.text();
      if (answer.status === 201) return (JSON.parse(text) as { referralId: string }).referralId;
      if (!again.has(answer.status)) unexpected.push(`${answer.status} ${text}`);
      note(`${answer.status}`);
    } catch (error) {
      // Nobody was there, or they went away before they answered.
      note(error instanceof Error ? error.name : 'unknown');
    }
    return undefined;
  }

  function note(what: string): void {
    faults[what] = (faults[what] ?? 0) + 1;
  }

  async function log(body: object): Promise<void> {
    const key = randomUUID();
    const text = JSON.stringify(body);
    while (unexpected.length === 0 && !ended) {
      const id = await once(key, text);
      if (id !== undefined) return void acknowledged.add(id);
      await pause();
    }
  }

  async function write(): Promise<void> {
    for (let turn = 0; going && unexpected.length === 0; turn += 1) {
      const child = { nhsNumber: nthTestNhsNumber((children += 1)) };
      await log(referral({ child }));
      if (turn % 3 === 0) await log(referral({ child, service: 'camhs-community', primaryReason: '05' }));
      await pause();
    }
  }

  function throwIfUnexpected(): void {
    if (unexpected.length > 0) throw new Error(`A referral was answered with ${unexpected.join(', ')}`);
  }

  const writing = Promise.all(Array.from({ length: writers }, write));
  return {
    acknowledged,
    failed,
    faults: () => faults,
    async untilMore(more) {
      const enough = acknowledged.size + more;
      await until(
        `${more} more referrals are acknowledged`,
        () => {
          throwIfUnexpected();
          return acknowledged.size >= enough;
        },
        60_000,
      );
    },
    async stop() {
      going = false;
      await writing;
      throwIfUnexpected();
    },
    end() {
      going = false;
      ended = true;
    },
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, betweenMs));
}
