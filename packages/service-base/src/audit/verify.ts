import type { AuditStore } from './audit-log.ts';
import { beginning, hashOf, type Head } from './chain.ts';

/** Sound from the first entry to the last, or the first place where it is not and what is wrong there. */
export type Verdict = { ok: true; count: number; head: Head } | { ok: false; at: number; why: string };

/**
 * Reads a chain from its beginning and finds any entry that was changed, removed or put in. What was cut off the end
 * shows only against an anchor: a head that an earlier verification found and that was kept elsewhere.
 */
export async function verifyChain(
  store: Pick<AuditStore, 'scan'>,
  { chain, key, anchor = beginning }: { chain: string; key: string; anchor?: Head },
): Promise<Verdict> {
  let last = beginning;
  for await (const link of store.scan(chain, 0)) {
    const wrong = faultIn(link, last, chain, key);
    if (wrong) return { ok: false, at: last.sequence + 1, why: wrong };
    last = { sequence: last.sequence + 1, hash: String(link['hash']) };
    if (last.sequence === anchor.sequence && last.hash !== anchor.hash)
      return { ok: false, at: last.sequence, why: 'the chain was written anew since the last verification' };
  }
  if (last.sequence < anchor.sequence)
    return {
      ok: false,
      at: last.sequence + 1,
      why: `the entries up to ${anchor.sequence} are missing at the end`,
    };
  return { ok: true, count: last.sequence, head: last };
}

function faultIn(link: Record<string, unknown>, last: Head, chain: string, key: string): string | undefined {
  const place = link['sequence'];
  if (typeof place !== 'number' || place <= last.sequence || !Number.isInteger(place))
    return 'an entry was put in';
  if (place > last.sequence + 1) return 'an entry is missing';
  if (link['hash'] !== hashOf(link, key)) return 'the entry was changed, or was not made with our key';
  if (link['previous'] !== last.hash || link['chain'] !== chain)
    return 'the entry does not follow the one before it';
  return undefined;
}
