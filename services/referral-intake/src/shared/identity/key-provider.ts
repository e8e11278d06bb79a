import { createHash } from 'node:crypto';

/** A key of 256 bits and the id by which what it sealed names it. */
export type NamedKey = { readonly id: string; readonly key: Buffer };

/** Where the keys of the identity come from: the configuration, or a key management service. */
export type KeyProvider = {
  /** The key that seals now. */
  current(): NamedKey;
  /** The key with that id; undefined for one that is not known here. */
  byId(id: string): NamedKey | undefined;
};

/** The keys of the configuration, the current one first. */
export function configuredKeys(secret: string, before?: string): KeyProvider {
  const current = namedKey(secret);
  const known = before === undefined ? [current] : [current, namedKey(before)];
  return { current: () => current, byId: (wanted) => known.find(({ id }) => id === wanted) };
}

function namedKey(secret: string): NamedKey {
  const key = createHash('sha256').update('waymark identity key\n').update(secret).digest();
  const id = createHash('sha256').update('waymark identity key id\n').update(key).digest('hex').slice(0, 8);
  return { id, key };
}
