import { createHash } from 'node:crypto';

const worthSharing = 150;

/**
 * A document in which large parts that come more than once stand once, under a digest of their content. An interface
 * description repeats the same schema many times; written out it is too long for anybody to read a difference.
 */
export function withSharedParts(document: unknown): { document: unknown; parts: Record<string, unknown> } {
  const times = new Map<string, number>();
  count(document, times);
  const parts: Record<string, unknown> = {};
  const shared = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const key = keyOf(value);
    const inside = () =>
      Array.isArray(value)
        ? value.map(shared)
        : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shared(part)]));
    if (key === undefined || (times.get(key) ?? 0) < 2) return inside();
    parts[key] ??= inside();
    return { part: key };
  };
  return { document: shared(document), parts };
}

function count(value: unknown, times: Map<string, number>): void {
  if (typeof value !== 'object' || value === null) return;
  const key = keyOf(value);
  if (key !== undefined) {
    times.set(key, (times.get(key) ?? 0) + 1);
    if (times.get(key) !== 1) return;
  }
  for (const part of Object.values(value)) count(part, times);
}

/** Undefined for what is short enough to stand more than once. */
function keyOf(value: object): string | undefined {
  const text = JSON.stringify(value);
  return text.length < worthSharing
    ? undefined
    : createHash('sha256').update(text).digest('hex').slice(0, 12);
}
