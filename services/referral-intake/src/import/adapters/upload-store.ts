import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Database } from '@waymark/aggregate-store';
import { TransientFailure } from '@waymark/decisions';
import { ImportId, type KeptFile } from '../domain/import.ts';
import type { StoredFile } from '../read/stored-file.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';

export type UploadStore = {
  /** Set a file aside as it arrives. Rejects as the stream does; `remove` then takes away what had come. */
  keep(importId: ImportId, incoming: Readable): Promise<KeptFile>;
  /** The file, as often as it is wanted, one part in memory at a time. */
  open(importId: ImportId, file: KeptFile): StoredFile;
  remove(importId: ImportId): Promise<void>;
  /** The imports of which a file is set aside. */
  kept(): Promise<ImportId[]>;
};

const collection = 'import-files';
const partBytes = 524_288;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Files set aside in the database, so that any process of the service can go on with one. Each is sealed (AES-256-GCM,
 * part by part, import and place authenticated) under a key of its own; the key is sealed under the identity key and
 * kept with the import, and forgotten when the import has ended. Calls throw TransientFailure while the database is out
 * of reach.
 */
export function uploadStore(db: Database, cipher: FieldCipher): UploadStore {
  const parts = db.connection.collection<{ _id: string; sealed: Buffer }>(collection);
  const keyPlace = (importId: ImportId) => ({ collection: 'imports', id: importId, field: 'file' });

  return {
    keep: async (importId, incoming) => {
      const key = randomBytes(32);
      let [count, bytes] = [0, 0];
      for await (const part of inParts(incoming)) {
        const _id = placeOf(importId, count);
        await readingOrWriting(() => parts.insertOne({ _id, sealed: sealed(part, key, _id) }));
        count += 1;
        bytes += part.length;
      }
      return { key: cipher.seal(key.toString('base64url'), keyPlace(importId)), parts: count, bytes };
    },
    open: (importId, file) => {
      const key = Buffer.from(cipher.open(file.key, keyPlace(importId)), 'base64url');
      const partAt = async (place: number) => {
        const _id = placeOf(importId, place);
        const found = await readingOrWriting(() => parts.findOne({ _id }, { promoteBuffers: true }));
        if (found === null) throw new Error('A part of a file that was set aside is missing');
        return opened(found.sealed, key, _id);
      };
      return {
        size: file.bytes ?? Number.MAX_SAFE_INTEGER,
        bytes: async function* (from = 0, until = Number.MAX_SAFE_INTEGER) {
          let place = Math.floor(from / partBytes);
          for (let begins = place * partBytes; place < file.parts && begins < until; place += 1) {
            const part = await partAt(place);
            yield part.subarray(Math.max(0, from - begins), until - begins);
            begins += part.length;
          }
        },
      };
    },
    kept: async () => {
      const places = await readingOrWriting(() => parts.find({}, { projection: { _id: 1 } }).toArray());
      const ids = new Set(places.map(({ _id }) => _id.slice(0, _id.lastIndexOf('.'))));
      return [...ids].map((id) => ImportId.parse(id));
    },
    remove: async (importId) => {
      await readingOrWriting(() => parts.deleteMany({ _id: { $gte: `${importId}.`, $lt: `${importId}/` } }));
    },
  };
}

function placeOf(importId: ImportId, place: number): string {
  return `${importId}.${place}`;
}

/** What arrives, in parts of one length; the last may be shorter. */
async function* inParts(incoming: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    held.push(chunk);
    length += chunk.length;
    if (length < partBytes) continue;
    let rest = Buffer.concat(held);
    for (; rest.length >= partBytes; rest = rest.subarray(partBytes)) yield rest.subarray(0, partBytes);
    [held, length] = [[rest], rest.length];
  }
  if (length > 0) yield Buffer.concat(held);
}

function sealed(part: Buffer, key: Buffer, place: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  return Buffer.concat([iv, cipher.update(part), cipher.final(), cipher.getAuthTag()]);
}

function opened(bytes: Buffer, key: Buffer, place: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
}

async function readingOrWriting<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new TransientFailure('A file could not be set aside or read again', { cause: error });
  }
}
