import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { intakeStack } from './intake-stack.ts';
import { labelledPeople } from './labelled-people.ts';
import { indexesOf } from './stored-documents.ts';

/**
 * What an import costs beside the plainest write of the same documents:   node bench/import.ts [--rows 10000,100000]
 * Ours: the real service in a process of its own, with its Kafka; each row becomes a child and a referral, sealed, with
 * history, event and key, and what became of it is noted. The floor: `insertMany` of those very documents into empty
 * collections of the same database under the same indexes, 1,000 at a time, in the scattered order in which they come.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '10000,100000' } } });
const sizes = values.rows.split(',').map(Number);
const mebibyte = 1_048_576;
const warm = 10_000;

const stack = await intakeStack();
const { db, dir, identity } = stack;
/** As little as the service is given in a small container. */
const heap = 256;
const service = await stack.served('real-intake.ts', {
  options: [`--max-old-space-size=${heap}`, '--expose-gc'],
});
const api = `http://127.0.0.1:${service.port}/referrals/api/imports`;

let most = 0;
service.process.on('message', ({ rss = 0 }: { rss?: number }) => (most = Math.max(most, rss / mebibyte)));

/** Mebibytes that are in use once everything else is given back. */
async function inUse(): Promise<number> {
  service.process.send('collect');
  for (;;) {
    const [message] = (await once(service.process, 'message')) as [{ inUse?: number }];
    if (message.inUse !== undefined) return message.inUse / mebibyte;
  }
}

const names = [
  ...['source_system_id', 'nhs_number', 'given_name', 'family_name', 'date_of_birth', 'gender'],
  ...['ethnic_category', 'postcode', 'service', 'provider_code', 'received_date', 'source_of_referral'],
  ...['clinical_priority', 'primary_reason', 'needs', 'clinical_notes'],
];
const children = labelledPeople(1, { held: warm + sizes.reduce((sum, size) => sum + size), asked: 0 }).held;

/** A synthetic child, seven in ten with an NHS number. */
function rowOf(n: number): string {
  const { nhsNumber = '', givenName, familyName, dateOfBirth, sex, postcode } = children[n] ?? {};
  return `B-${n},${nhsNumber},${givenName},${familyName},${dateOfBirth},${sex},A,${postcode},autism-assessment,RX3,2025-06-30,B2,3,25,sleep:3/1/0,Synthetic words about row ${n}\n`;
}

function* fileOf(from: number, rows: number): Generator<string> {
  yield `${names.join(',')}\n`;
  for (let n = from; n < from + rows; n += 1) yield rowOf(n);
}

type ImportStatus = { id: string; state: string; added: number; failure: string | null };
type Imported = { added: number; seconds: number; published: number; megabytes: number };

/** Imports so many rows; the seconds until it was done, and until all its events were published. */
async function imported(from: number, rows: number): Promise<Imported> {
  const file = join(dir, `${rows}.csv`);
  await pipeline(Readable.from(fileOf(from, rows)), createWriteStream(file));
  most = 0;
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
  let answer = (await sent.json()) as ImportStatus;
  while (answer.state === 'reading') {
    await pause(100);
    const polled = await fetch(`${api}/${answer.id}`, { headers: await identity.bearer('operator') });
    answer = (await polled.json()) as ImportStatus;
  }
  const seconds = (performance.now() - began) / 1000;
  if (answer.state !== 'done' || answer.added < rows * 0.95)
    throw new Error(
      `The import ended ${answer.state} with ${answer.added} of ${rows}: ${answer.failure ?? ''}`,
    );
  while ((await db.collection('referrals').countDocuments({ pending: true })) > 0) await pause(50);
  return { added: answer.added, seconds, published: (performance.now() - began) / 1000, megabytes: most };
}

/** The documents of an import, and an order in which they lie as scattered as they come. */
const made = {
  people: { 'state.nameIndex': 1 },
  referrals: { 'state.referral.reference': 1 },
  'import-rows': { 'state.importId': 1, 'state.from': 1 },
} as const;

/** Writes as many of the documents that imports made again, plainly; the seconds it took. */
async function plainly(rows: number): Promise<number> {
  let seconds = 0;
  for (const [name, order] of Object.entries(made)) {
    const floor = db.collection(`plain-${name}`);
    for (const { keys, unique, sparse } of await indexesOf(db, name))
      await floor.createIndex(keys, { unique, sparse });
    const share =
      name === 'import-rows'
        ? Math.ceil(
            (rows * (await db.collection(name).countDocuments())) /
              (await db.collection('referrals').countDocuments()),
          )
        : rows;
    let batch: object[] = [];
    const write = async () => {
      const began = performance.now();
      await floor.insertMany(batch, { ordered: false });
      seconds += (performance.now() - began) / 1000;
      batch = [];
    };
    for await (const document of db
      .collection(name)
      .find({}, { batchSize: 1_000, sort: order })
      .limit(share)) {
      batch.push(document);
      if (batch.length === 1_000) await write();
    }
    if (batch.length > 0) await write();
    await floor.drop();
  }
  return seconds;
}

// Warm first: what is compiled, and taken from the system once for good, counts for no size.
await imported(0, warm);
await plainly(warm);
let from = warm;
const lines: string[] = [];
for (const rows of sizes) {
  const { added, seconds, published, megabytes } = await imported(from, rows);
  from += rows;
  const floor = await plainly(added);
  const line = [
    rows.toLocaleString('en-GB'),
    `${(added / seconds).toFixed(0)}/s`,
    `${(added / floor).toFixed(0)}/s`,
    `**${(floor / seconds).toFixed(2)} ×**`,
    `${(published - seconds).toFixed(1)} s`,
    `${megabytes.toFixed(0)} MB`,
    `${(await inUse()).toFixed(0)} MB`,
  ];
  lines.push(`| ${line.join(' | ')} |`);
  console.log(line.join(' · '));
}
await stack.close();

await writeFile(
  join(import.meta.dirname, 'import.md'),
  `# Importing a file

Written by \`node bench/import.ts --rows ${values.rows}\`. Targets: at least 0.5 × of the floor, and no more memory at 100,000 rows than at 10,000. All children are **synthetic**.

| Rows | Referrals imported | \`insertMany\` | ratio | events published after its end | most memory held | in use afterwards |
| ---: | -----------------: | -------------: | ----: | ------------------------: | ---------------: | ----------------: |
${lines.join('\n')}

**The floor** writes the documents that the import made, the child, the referral and what became of the rows, into empty collections under the same indexes: 1,000 at a time, unordered, scattered over the ids as they come, with the same write concern. Nothing is read, judged, looked up, sealed or published.

**The import** is timed from the first byte that is sent until its page says that it is done, after one of ${warm.toLocaleString('en-GB')} rows that is not counted. It sets the file aside sealed, reads it twice, judges every row, looks for each child and each referral, seals every detail, writes the same documents, publishes each event to Kafka and marks it as sent. Memory is the resident memory of the service's process, which has a heap of ${heap} MB; in use afterwards is what is left once everything else is given back: it grows with the children held, by what the search for duplicates keeps of each (see [duplicates.md](duplicates.md)), and not with the file. Client, service, broker and database share one machine.
`,
);
