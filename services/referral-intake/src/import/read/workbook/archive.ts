import { Readable } from 'node:stream';
import { TransientFailure } from '@waymark/decisions';
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import type { StoredFile } from '../stored-file.ts';
import { damaged, passwordProtected, tooMuch, UnreadableWorkbook } from './unreadable.ts';

/** The files in a zip archive, by name without case. Reading throws UnreadableWorkbook where one is not as it should be. */
export type Archive = {
  has(name: string): boolean;
  /** A file, unpacked as it is read. It never gives more than the archive said before. */
  bytes(name: string): AsyncGenerator<Buffer>;
};

/** More files than any workbook has. */
const mostFiles = 10_000;
/** The longest file that is unpacked, in bytes: a sheet of a million rows. */
const longest = 2 ** 30;

/** Read the directory of a zip archive. Nothing is unpacked yet. */
export async function openArchive(file: StoredFile): Promise<Archive> {
  const zip = await orDamaged(() =>
    fromRandomAccessReaderPromise(new StoredFileReader(file), file.size, { autoClose: false }),
  );
  if (zip.entryCount > mostFiles) throw new UnreadableWorkbook(tooMuch);
  const entries = new Map<string, Entry>();
  await orDamaged(async () => {
    for await (const entry of zip.eachEntry()) entries.set(plainName(entry.fileName), entry);
  });
  return {
    has: (name) => entries.has(plainName(name)),
    bytes: (name) => unpacked(zip, entries.get(plainName(name))),
  };
}

async function* unpacked(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Buffer> {
  if (entry === undefined) throw new UnreadableWorkbook(damaged);
  if (entry.isEncrypted()) throw new UnreadableWorkbook(passwordProtected);
  if (entry.uncompressedSize > longest) throw new UnreadableWorkbook(tooMuch);
  const stream = await orDamaged(() => zip.openReadStreamPromise(entry));
  try {
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (;;) {
      const next = await orDamaged(() => chunks.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}

function plainName(name: string): string {
  return name.replace(/^\//, '').toLowerCase();
}

async function orDamaged<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TransientFailure || error instanceof UnreadableWorkbook) throw error;
    throw new UnreadableWorkbook(damaged, { cause: error });
  }
}

class StoredFileReader extends RandomAccessReader {
  readonly #file: StoredFile;

  constructor(file: StoredFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#file.bytes(start, end), { objectMode: false });
  }

  override close(done: (error: Error | null) => void): void {
    done(null);
  }
}
