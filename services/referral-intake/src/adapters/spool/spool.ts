import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file set aside until it has been read. It can be read several times. */
export type Spool = { read(): AsyncIterable<Buffer>; remove(): Promise<void> };

/**
 * Set a file aside on disk as it arrives, encrypted under a key that this process alone has and never writes down: what
 * is left after a crash tells nothing. Rejects as the stream does, and then leaves nothing.
 */
export async function spool(incoming: Readable): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), 'waymark-import-'));
  const path = join(folder, 'file');
  const [key, iv] = [randomBytes(32), randomBytes(16)];
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await pipeline(
      incoming,
      createCipheriv('aes-256-ctr', key, iv),
      createWriteStream(path, { mode: 0o600, flags: 'wx' }),
    );
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    read: () => createReadStream(path).pipe(createDecipheriv('aes-256-ctr', key, iv)),
    remove,
  };
}
