import type { StoredFile } from '../import/read/stored-file.ts';

/** A file as it is set aside, read in chunks of so many bytes. */
export function storedFile(content: string | Uint8Array, chunk = 100): StoredFile {
  const all = Buffer.from(content as string);
  return {
    size: all.length,
    bytes: async function* (from = 0, until = all.length) {
      const end = Math.min(until, all.length);
      for (let at = from; at < end; at += chunk) yield all.subarray(at, Math.min(at + chunk, end));
    },
  };
}
