/** A file that was set aside, to be read as often as it is wanted, a part in memory at a time. */
export type StoredFile = {
  /** How long it is, in bytes. */
  size: number;
  /** Its bytes from a place on, up to another or to its end. */
  bytes(from?: number, until?: number): AsyncIterable<Buffer>;
};

/** The first bytes of a file, at most so many. */
export async function beginningOf(file: StoredFile, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of file.bytes(0, Math.min(length, file.size))) parts.push(part);
  return Buffer.concat(parts);
}
