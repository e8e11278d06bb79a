import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { verifyChain, type AuditStore, type Head, type Verdict } from '@waymark/service-base';

/** Where each chain ended when it was last found sound, kept outside the database that it vouches for. */
export type Heads = Record<string, Head>;

export function readHeads(file: string): Heads {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Heads) : {};
}

/** Verifies a service's chain against the head of the last time, and keeps the new head when it is sound. */
export async function verifyAudit(
  store: Pick<AuditStore, 'scan'>,
  { chain, key, headsFile }: { chain: string; key: string; headsFile: string },
): Promise<Verdict> {
  const heads = readHeads(headsFile);
  const anchor = heads[chain];
  const verdict = await verifyChain(store, { chain, key, ...(anchor && { anchor }) });
  if (verdict.ok) {
    writeFileSync(`${headsFile}.new`, `${JSON.stringify({ ...heads, [chain]: verdict.head }, null, 2)}\n`, {
      mode: 0o600,
    });
    renameSync(`${headsFile}.new`, headsFile);
  }
  return verdict;
}

/** The verdict in one line. */
export function inWords(chain: string, verdict: Verdict): string {
  return verdict.ok
    ? `${chain}: sound, ${verdict.count} ${verdict.count === 1 ? 'entry' : 'entries'}`
    : `${chain}: NOT SOUND at entry ${verdict.at}: ${verdict.why}`;
}
