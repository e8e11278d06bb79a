import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connect } from '@waymark/aggregate-store';
import { nthTestNhsNumber, systemClock } from '@waymark/care-types';
import { logger } from '@waymark/runtime';
import { testIdentity } from '@waymark/testkit';
import { embeddedStack } from '@waymark/testkit/stack';
import { referralIntake } from '../services/referral-intake/src/app.ts';
import { configSchema } from '../services/referral-intake/src/config.ts';

/**
 * What an import costs beside the plainest write of the same documents:   node bench/import.ts [--rows 10000,100000]
 * Ours: the real service with its Kafka; each row becomes a child and a referral, sealed, with outbox and key. The floor:
 * `insertMany` of those very documents into other collections of the same database, 1,000 at a time. Both in this one
 * run; what is said is the ratio. Memory is that of the process that reads the file, its client included.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '10000,100000' } } });
const sizes = values.rows.split(',').map(Number);
const mebibyte = 1_048_576;

const dir = await mkdtemp(join(tmpdir(), 'waymark-bench-'));
const stack = await embeddedStack({ dir });
const log = logger({ level: 'silent', service: 'bench' });
const identity = await testIdentity({ basePath: '/referrals' });
const secret = () => randomBytes(32).toString('base64url');
const config = configSchema.parse({
  ...Object.fromEntries(Object.entries(identity.settings).map(([name, value]) => [name, String(value)])),
  PORT: '0',
  BASE_PATH: '/referrals',
  MONGO_URL: `${stack.mongo.url}/bench`,
  KAFKA_BROKERS: stack.kafka.brokers.join(','),
  AUDIT_KEY: secret(),
  IDENTITY_KEY: secret(),
  INDEX_KEY: secret(),
  PATHWAYS_URL: 'http://127.0.0.1:9/pathways',
  SUPPORT_URL: 'http://127.0.0.1:9/support',
  RATE_LIMIT_PER_MINUTE: '1000000',
});
const db = await connect(config.MONGO_URL, { log, appName: 'bench' });
const service = await referralIntake(config, {
  clock: systemClock,
  log,
  fatal: (reason) => {
    throw new Error(reason);
  },
});
const { port } = await service.start();
const api = `http://127.0.0.1:${port}/referrals/api/imports`;

const names = [
  ...['source_system_id', 'nhs_number', 'given_name', 'family_name', 'date_of_birth', 'gender'],
  ...['ethnic_category', 'postcode', 'service', 'provider_code', 'received_date', 'source_of_referral'],
  ...['clinical_priority', 'primary_reason', 'needs', 'clinical_notes'],
];
const rowOf = (n: number) =>
  `B-${n},${String(nthTestNhsNumber(n))},Acorn,Demo-Row-${n},2016-05-04,1,A,DH1 1AB,autism-assessment,RX3,2025-03-02,B2,3,25,sleep:3/1/0,Synthetic words about row ${n}\n`;

function* fileOf(from: number, rows: number): Generator<string> {
  yield `${names.join(',')}\n`;
  for (let n = from; n < from + rows; n += 1) yield rowOf(n);
}

type Told = { id: string; state: string; added: number; failure: string | null };

/** Imports so many rows; the seconds it took and the most memory that was held meanwhile, in MiB. */
async function imported(from: number, rows: number): Promise<{ seconds: number; rss: number }> {
  const file = join(dir, `${rows}.csv`);
  await pipeline(Readable.from(fileOf(from, rows)), createWriteStream(file));
  let rss = 0;
  const watching = setInterval(() => (rss = Math.max(rss, process.memoryUsage.rss() / mebibyte)), 100);
  const began = performance.now();
  const sent = await fetch(api, {
    method: 'POST',
    headers: {
      ...(await identity.bearer('operator')),
      'content-type': 'text/csv',
      'idempotency-key': randomUUID(),
    },
    body: Readable.toWeb(createReadStream(file)),
    duplex: 'half',
  });
  let told = (await sent.json()) as Told;
  while (told.state === 'reading') {
    await pause(100);
    const heard = await fetch(`${api}/${told.id}`, { headers: await identity.bearer('operator') });
    told = (await heard.json()) as Told;
  }
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watching);
  if (told.state !== 'done' || told.added !== rows)
    throw new Error(`The import ended ${told.state} with ${told.added} of ${rows}: ${told.failure ?? ''}`);
  return { seconds, rss };
}

/** Writes the last so many documents that an import made again, plainly; the seconds it took. */
async function plainly(rows: number): Promise<number> {
  let seconds = 0;
  for (const name of ['people', 'referrals']) {
    const floor = db.collection(`plain-${name}`);
    const cursor = db.collection(name).find({}, { batchSize: 1_000 }).limit(rows);
    let batch: object[] = [];
    const write = async () => {
      const began = performance.now();
      await floor.insertMany(batch);
      seconds += (performance.now() - began) / 1000;
      batch = [];
    };
    for await (const document of cursor) {
      batch.push(document);
      if (batch.length === 1_000) await write();
    }
    if (batch.length > 0) await write();
    await floor.drop();
  }
  return seconds;
}

await imported(0, 1_000);
let from = 1_000;
for (const rows of sizes) {
  const { seconds, rss } = await imported(from, rows);
  from += rows;
  const floor = await plainly(rows);
  console.log(
    `${rows} rows: ${(rows / seconds).toFixed(0)} rows/s, plain insertMany ${(rows / floor).toFixed(0)} rows/s, ${(floor / seconds).toFixed(2)} ×, at most ${rss.toFixed(0)} MiB`,
  );
}

await service.stop();
await db.close();
await identity.close();
await stack.stop();
await rm(dir, { recursive: true, force: true });
