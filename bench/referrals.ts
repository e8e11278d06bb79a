import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { nthTestNhsNumber } from '@waymark/care-types';
import { intakeStack } from './intake-stack.ts';
import { labelledPeople } from './labelled-people.ts';
import { processorTime } from './processor-time.ts';
import { oneStored } from './stored-documents.ts';

/**
 * What logging a referral costs beside the plainest server:   node bench/referrals.ts [--rounds 5] [--each 800]
 * Ours: `POST /referrals/api/referrals` of the real service in a process of its own: token, rules, child looked for and
 * registered, everything sealed, referral, history, outbox and idempotency key written, the event acknowledged by Kafka.
 * Bare: Express and a mongoose `create` of what ours stores of the child and the referral, as one document. Both are sent
 * the same bodies by the same client on the same machine, in turns; what is said is the ratio.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, each: { type: 'string', default: '800' } },
});
const [rounds, each] = [Number(values.rounds), Number(values.each)];
const inFlight = [16, 64];
const parts = ['service', 'database', 'broker', 'client'] as const;

const stack = await intakeStack();
const { db, identity } = stack;
const agent = new http.Agent({ keepAlive: true, maxSockets: Math.max(...inFlight) });
const authorised = await identity.bearer('clinician');

type Target = { port: number; path: string; process: { pid?: number | undefined } };
type Side = 'ours' | 'bare';
type Part = (typeof parts)[number];
type Round = { perSecond: number; milliseconds: number[]; processor: Record<Part, number> };

let child = 0;
const children = labelledPeople(1, { held: 2_000 + each * 6 * (rounds + 2), asked: 0 }).held.filter(
  ({ dateOfBirth }) => dateOfBirth > '2001' && dateOfBirth < '2025-03',
);
const ours = { ...(await stack.served('real-intake.ts')), path: '/referrals/api/referrals' };
await sendOne(ours);
await atRest();
const stored = await oneStored(db);
const bare = { ...(await stack.served('bare-server.ts', { given: stored })), path: '/' };
const found: { many: number; rounds: Record<Side, Round>[] }[] = [];
// Warm first: what is compiled while it runs counts for neither.
for (const server of [ours, bare, ours, bare]) await round(server, 64);
for (const many of inFlight) {
  const measured: Record<Side, Round>[] = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    const first = turn % 2 === 0;
    const a = await round(first ? ours : bare, many);
    const b = await round(first ? bare : ours, many);
    const one = first ? { ours: a, bare: b } : { ours: b, bare: a };
    measured.push(one);
    console.log(
      `${many} in flight, round ${turn + 1}: ${one.ours.perSecond.toFixed(0)}/s beside ${one.bare.perSecond.toFixed(0)}/s, p99 ${p99([one.ours]).toFixed(0)} ms beside ${p99([one.bare]).toFixed(0)} ms; processor ${spent([one.ours])} beside ${spent([one.bare])}`,
    );
  }
  found.push({ many, rounds: measured });
}
const report = reportOf();
console.log(report);
await writeFile(join(import.meta.dirname, 'referrals.md'), report);

agent.destroy();
await stack.close();

/** Every event is acknowledged and noted as sent. */
async function atRest(): Promise<void> {
  while ((await db.collection('referrals').countDocuments({ pending: true })) > 0) await pause(20);
}

function bodyOf(number: number): string {
  const { givenName, familyName, dateOfBirth, postcode } = children[number] ?? {};
  return JSON.stringify({
    source: 'B2',
    service: 'autism-assessment',
    primaryReason: '25',
    otherReasons: ['05'],
    receivedOn: '2025-06-30',
    circumstances: ['exclusion-risk@2025-02-10'],
    needs: { sleep: { home: 3, school: 1 }, change: { home: 2, school: 3, community: 2 } },
    notes: 'Synthetic words of a length that is usual. '.repeat(8),
    child: {
      ...(givenName && { givenName, familyName, dateOfBirth, postcode }),
      nhsNumber: nthTestNhsNumber(number),
      gender: '1',
      ethnicCategory: 'A',
      address: `${number} Synthetic Street`,
      phone: '01632 960123',
    },
  });
}

/** Milliseconds of processor time that each process has used so far; 0 where the machine does not say. */
async function processorTimes({ process: { pid = 0 } }: Target): Promise<Record<Part, number>> {
  const { mongo, kafka } = stack.pids();
  const [service, database, broker, client] = await Promise.all(
    [pid, mongo, kafka, process.pid].map(async (each) => (await processorTime(each)) ?? 0),
  );
  return { service: service ?? 0, database: database ?? 0, broker: broker ?? 0, client: client ?? 0 };
}

async function round(server: Target, many: number): Promise<Round> {
  const milliseconds: number[] = [];
  const before = await processorTimes(server);
  let left = each;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: many }, async () => {
      while (left-- > 0) milliseconds.push(await sendOne(server));
    }),
  );
  const perSecond = (each * 1000) / (performance.now() - began);
  await atRest();
  const after = await processorTimes(server);
  const processor = Object.fromEntries(
    parts.map((part) => [part, (after[part] - before[part]) / each]),
  ) as Record<Part, number>;
  return { perSecond, milliseconds, processor };
}

/** The milliseconds until the whole answer was there. Throws where it is not one of success. */
async function sendOne({ port, path }: Target): Promise<number> {
  child += 1;
  const body = bodyOf(child);
  const began = performance.now();
  const sending = http.request({
    agent,
    port,
    path,
    method: 'POST',
    headers: {
      ...authorised,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': randomUUID(),
    },
  });
  sending.end(body);
  const [answer] = (await once(sending, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const part of answer) text += String(part);
  if (answer.statusCode !== 201) throw new Error(`The answer was ${answer.statusCode}: ${text}`);
  return performance.now() - began;
}

function p99(of: readonly Round[]): number {
  const all = of.flatMap(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
  return all[Math.floor(all.length * 0.99)] ?? 0;
}

/** Milliseconds of processor time for each request, of each process. */
function spent(of: readonly Round[]): string {
  return parts.map((part) => median(of.map(({ processor }) => processor[part])).toFixed(2)).join(' / ');
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function reportOf(): string {
  const { referral, person, indexes } = stored;
  const kilobytes = (document: unknown) => (JSON.stringify(document).length / 1024).toFixed(1);
  const lines = found.map(({ many, rounds: measured }) => {
    const ratios = measured.map((one) => one.ours.perSecond / one.bare.perSecond);
    const of = (side: Side) => measured.map((one) => one[side]);
    const speed = (side: Side) => `${median(of(side).map(({ perSecond }) => perSecond)).toFixed(0)}/s`;
    const [slow, slowBare] = [p99(of('ours')), p99(of('bare'))];
    return `| ${many} | ${speed('ours')} | ${speed('bare')} | **${median(ratios).toFixed(2)} ×** (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}) | ${slow.toFixed(0)} ms | ${slowBare.toFixed(0)} ms | **${(slow / slowBare).toFixed(2)} ×** |`;
  });
  const processor = found.flatMap(({ many, rounds: measured }) =>
    (['ours', 'bare'] as const).map((side) => {
      const of = measured.map((one) => one[side]);
      const each = parts.map((part) => median(of.map(({ processor }) => processor[part])));
      const all = each.reduce((sum, one) => sum + one, 0);
      const share = (100 * (each[parts.indexOf('database')] ?? 0)) / all;
      return `| ${many} | ${side} | ${each.map((one) => one.toFixed(2)).join(' | ')} | ${all.toFixed(2)} | ${share.toFixed(0)} % |`;
    }),
  );
  return `# Logging a referral

Written by \`node bench/referrals.ts\`: ${rounds} rounds of ${each} requests for each number in flight, the two servers in turns. Targets: at least 0.7 × of the throughput, at most 2 × of the p99. All children are **synthetic**.

| In flight | \`POST /referrals/api/referrals\` | bare | ratio, median of the rounds | p99 | bare | ratio |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

Processor time of each process in milliseconds for each request, until all is written, sent and noted; the database is the stand-in:

| In flight | | service | database | broker | client | together | share of the database |
| --- | --- | --- | --- | --- | --- | --- | --- |
${processor.join('\n')}

**What differs.** Ours checks the token, the person's permission and every field, looks for the child, seals each detail, and writes two documents in one bulk: the child (${kilobytes(person)} kB), then the referral with its history, event and idempotency key (${kilobytes(referral)} kB). Then the event goes to Kafka and is marked as sent; the next round waits until that is done. The bare server asks nobody and checks nothing: it writes both as one document of the same size under the same ${indexes.length} indexes, with one mongoose \`create\` for each request, with the same write concern. Client, servers, broker and database share one machine.
`;
}
