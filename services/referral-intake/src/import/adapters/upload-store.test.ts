import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { connect, type Database } from '@waymark/aggregate-store';
import { logger } from '@waymark/service-base';
import { freshDatabase, secret } from '@waymark/testkit';
import fc from 'fast-check';
import { fieldCipher } from '../../shared/identity/field-cipher.ts';
import { configuredKeys } from '../../shared/identity/key-provider.ts';
import { ImportId } from '../domain/import.ts';
import { uploadStore, type UploadStore } from './upload-store.ts';

const importId = ImportId.parse(`imp_${'0'.repeat(26)}`);
let db: Database;
let drop: () => Promise<void>;
let uploads: UploadStore;
beforeAll(async () => {
  const database = await freshDatabase('uploads');
  db = await connect(database.url, { log: logger({ level: 'silent', service: 'test' }), appName: 'test' });
  drop = () => database.drop();
  uploads = uploadStore(db, fieldCipher(configuredKeys(secret())));
});
afterAll(async () => {
  await db.close();
  await drop();
});

async function kept(content: Buffer, chunk: number) {
  await uploads.remove(importId);
  const chunks = Array.from({ length: Math.ceil(content.length / chunk) }, (_, n) =>
    content.subarray(n * chunk, (n + 1) * chunk),
  );
  return uploads.open(importId, await uploads.keep(importId, Readable.from(chunks)));
}

test('a file is given back from any place to any other, however it arrived', async () => {
  const content = randomBytes(1_300_000);
  for (const chunk of [7_000, 524_288, 700_001, content.length]) {
    const file = await kept(content, chunk);
    expect(file.size).toBe(content.length);
    expect((await buffer(file.bytes())).equals(content)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.nat(content.length), fc.nat(content.length + 10), async (one, other) => {
        const [from, until] = [Math.min(one, other), Math.max(one, other)];
        expect((await buffer(file.bytes(from, until))).equals(content.subarray(from, until))).toBe(true);
      }),
      { numRuns: 15 },
    );
  }
});

test('nothing of a file can be read in the database', async () => {
  const file = await kept(Buffer.from('Demo-Synthetic,'.repeat(100)), 10_000);
  expect(file.size).toBe(1_500);
  const parts = await db.connection.collection<{ sealed: Buffer }>('import-files').find({}).toArray();
  expect(parts).toHaveLength(1);
  expect(Buffer.from(JSON.stringify(parts)).includes('Demo-Synthetic')).toBe(false);
});
