import { until } from '@waymark/testkit/until';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { embeddedKafka, embeddedMongo } from '@waymark/testkit/stack';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import mongoose from 'mongoose';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waymark-crash-'));
});

afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

describe('kill -9 of the database under load', () => {
  const ROUNDS = 6;
  const WRITERS = 16;

  it(`loses nothing that it acknowledged, ${ROUNDS} times over`, async () => {
    const mongo = await embeddedMongo({ dir });
    type Doc = { _id: string; version: number; due: number; pad: string };
    const acknowledged = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      const connection = await mongoose
        .createConnection(`${mongo.url}/crash`, {
          maxPoolSize: WRITERS,
          serverSelectionTimeoutMS: 500,
          retryWrites: false,
        })
        .asPromise();
      const docs = connection.collection<Doc>('docs');
      if (round === 0) await docs.createIndex({ due: 1 });
      let killed = false;
      let done = 0;
      const writer = async (own: number): Promise<void> => {
        for (let n = 0; !killed; n++) {
          const _id = `${round}-${own}-${n}`;
          try {
            await docs.insertOne({ _id, version: 1, due: n, pad: 'x'.repeat(1_000) });
            acknowledged.set(_id, 1);
            const updated = await docs.updateOne(
              { _id, version: 1 },
              { $inc: { version: 1 }, $set: { due: n + 1 } },
            );
            if (updated.matchedCount === 1) acknowledged.set(_id, 2);
            done++;
          } catch {
            // not acknowledged, so nothing is promised
          }
        }
      };
      const writers = Array.from({ length: WRITERS }, (_, own) => writer(own));
      await until('enough writes', () => done > 150 + 40 * round, 60_000);
      await mongo.kill();
      killed = true;
      await Promise.all(writers);
      await connection.close();
      await mongo.start();
    }
    const connection = await mongoose.createConnection(`${mongo.url}/crash`).asPromise();
    const docs = connection.collection<Doc>('docs');
    const found = new Map((await docs.find().toArray()).map(({ _id, version }) => [_id, version]));
    const lost = [...acknowledged].filter(([id, version]) => (found.get(id) ?? 0) < version);
    expect(lost).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(500);
    expect(await docs.countDocuments({ due: { $gte: 0 } })).toBe(found.size);
    await connection.close();
    await mongo.stop();
  }, 180_000);
});

describe('kill -9 of Kafka under load', () => {
  it('loses nothing that it acknowledged, keeps the order of each key, and serves on with the same data', async () => {
    const embedded = await embeddedKafka({ dir });
    const kafka = new Kafka({
      brokers: embedded.brokers,
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 60 },
    });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'facts', numPartitions: 3 }] });
    await admin.disconnect();

    const acknowledged = new Map<string, number>();
    let sending = true;
    const sender = async (key: string): Promise<void> => {
      // One request at a time, as the services send: when a connection is lost, kafkajs gives the number of the lost
      // request to the next one, which the broker may then take for a repeat and drop.
      const producer = kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        createPartitioner: Partitioners.DefaultPartitioner,
      });
      await producer.connect();
      for (let n = 1; sending; n++) {
        await producer.send({ topic: 'facts', messages: [{ key, value: String(n) }] });
        acknowledged.set(key, n);
      }
      await producer.disconnect();
    };
    const total = () => [...acknowledged.values()].reduce((sum, n) => sum + n, 0);
    const senders = ['a', 'b', 'c', 'd', 'e'].map(sender);
    await until('messages to be acknowledged', () => total() > 150, 60_000);
    await embedded.kill();
    await embedded.start();
    const before = total();
    await until('messages to be acknowledged after the restart', () => total() > before + 150, 60_000);
    sending = false;
    await Promise.all(senders);

    const received = new Map<string, number[]>();
    const consumer = kafka.consumer({ groupId: 'readers' });
    await consumer.connect();
    await consumer.subscribe({ topics: ['facts'], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const key = String(message.key);
        received.set(key, [...(received.get(key) ?? []), Number(message.value)]);
      },
    });
    const missing = () =>
      [...acknowledged].filter(([key, last]) => new Set(received.get(key)).size < last).map(([key]) => key);
    await until('all that was acknowledged to be received', () => missing().length === 0, 60_000);
    await consumer.disconnect();
    for (const numbers of received.values()) {
      const firstTimes = [...new Set(numbers)];
      expect(firstTimes).toEqual([...firstTimes].sort((a, b) => a - b));
    }
    await embedded.stop();
  }, 180_000);
});

describe('a child of the embedded stack', () => {
  it('ends when its parent is killed by kill -9', async () => {
    const parent = spawn(
      process.execPath,
      [join(import.meta.dirname, 'crash-parent.ts'), join(dir, 'orphans')],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    const pids = await firstLine(parent);
    expect(pids.every(isAlive)).toBe(true);
    parent.kill('SIGKILL');
    await until('the children to end', () => !pids.some(isAlive), 10_000);
  });

  it('says why when it cannot start', async () => {
    const mongo = await embeddedMongo({ dir: join(dir, 'one') });
    await expect(embeddedMongo({ dir: join(dir, 'one') })).rejects.toThrow(/MongoDB did not start: .*\n.*/);
    const log = await readFile(join(dir, 'one/mongo/mongo.log'), 'utf8');
    expect(log).toContain('Set MONGO_URL to use a real MongoDB');
    await mongo.stop();
  });
});

async function firstLine(parent: ChildProcess): Promise<number[]> {
  if (!parent.stdout) throw new Error('no output');
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  return line.split(' ').map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
