import { createHmac } from 'node:crypto';
import { canonicalJson } from '@waymark/decisions';

/** Something that a person has read or done. Codes and opaque ids: no name, no free text, no address. */
export type AuditEntry = {
  actor: string;
  action: string;
  /** The records in question: one reading of fifty names is one entry with fifty subjects. */
  subjects: readonly string[];
  purpose?: string;
  outcome: string;
  traceId: string;
};

/** An entry in its place: `hash` covers all of it and, through `previous`, everything before it. */
export type AuditLink = AuditEntry & {
  chain: string;
  /** From 1, without holes. */
  sequence: number;
  /** UTC. */
  at: string;
  previous: string;
  hash: string;
};

export type Head = { sequence: number; hash: string };

/** What the first entry of every chain follows. */
export const beginning: Head = { sequence: 0, hash: '' };

/** The entry that follows `head`, sealed with the key (base64url). */
export function nextLink(chain: string, head: Head, entry: AuditEntry, at: string, key: string): AuditLink {
  const link = { ...entry, chain, sequence: head.sequence + 1, at, previous: head.hash };
  return { ...link, hash: hashOf(link, key) };
}

/** HMAC-SHA256 over the entry, whatever fields it has, its own hash left out. */
export function hashOf(link: object, key: string): string {
  const content = canonicalJson({ ...link, hash: undefined });
  return createHmac('sha256', Buffer.from(key, 'base64url')).update(content).digest('base64url');
}
