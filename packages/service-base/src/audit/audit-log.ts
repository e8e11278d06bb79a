import type { Clock } from '@waymark/care-types';
import { beginning, nextLink, type AuditEntry, type AuditLink, type Head } from './chain.ts';

/** Where a chain is kept: entries are added and never changed. */
export type AuditStore = {
  /** The newest entry; undefined for a chain that has not begun. */
  head(chain: string): Promise<Head | undefined>;
  /** False where that place of the chain is taken already. */
  insert(link: AuditLink): Promise<boolean>;
  /** The entries from a place on, in order, as they are found: they may have been tampered with. */
  scan(chain: string, from: number): AsyncIterable<Record<string, unknown>>;
};

export type AuditLog = {
  /** Resolves when the entry is kept. Rejects when it could not be: then what it tells of must not happen. */
  record(entry: AuditEntry): Promise<void>;
};

/** How often the end of the chain may move under our hands before we give up. */
const attempts = 100;

/**
 * One chain of entries, named by its service. Entries of this process follow one another; another process that adds
 * to the same chain takes a place first or second, and whoever comes second tries the next. The key is base64url.
 */
export function auditLog(
  store: AuditStore,
  { chain, key, clock }: { chain: string; key: string; clock: Clock },
): AuditLog {
  let head: Head | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function append(entry: AuditEntry): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const end = head ?? (await store.head(chain)) ?? beginning;
      head = undefined;
      const link = nextLink(chain, end, entry, clock.now().toString(), key);
      if (await store.insert(link)) {
        head = { sequence: link.sequence, hash: link.hash };
        return;
      }
    }
    throw new Error(`no place was found in the audit chain ${chain} after ${attempts} attempts`);
  }

  return {
    record(entry) {
      const kept = queue.then(() => append(entry));
      queue = kept.catch(() => undefined);
      return kept;
    },
  };
}
