import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { z } from 'zod';
import { askKeeper } from './keeper.ts';

export type TestStack = { kafkaBrokers: string[]; mongoUrl: string; kind: string };

const Found = z.object({ kind: z.string(), kafkaBrokers: z.string(), mongoUrl: z.string() });
const Failed = z.object({ failure: z.string() });

/**
 * The Kafka and the database of this run of tests, started by the first who asks. A child process of a test is
 * given them by `WAYMARK_TEST_KAFKA_BROKERS` and `WAYMARK_TEST_MONGO_URL`.
 */
export async function testStack(): Promise<TestStack> {
  const {
    WAYMARK_TEST_KAFKA_BROKERS: brokers,
    WAYMARK_TEST_MONGO_URL: mongoUrl,
    WAYMARK_TEST_STACK: socket,
  } = process.env;
  if (brokers && mongoUrl) return { kafkaBrokers: brokers.split(','), mongoUrl, kind: 'given' };
  if (!socket)
    throw new Error('There is no stack for tests: run them with jest, from the root of the repository.');
  const answer = await askKeeper(socket, '/stack');
  const failed = Failed.safeParse(answer);
  if (failed.success) throw new Error(`The stack for tests could not be started. ${failed.data.failure}`);
  const found = Found.parse(answer);
  return { kind: found.kind, mongoUrl: found.mongoUrl, kafkaBrokers: found.kafkaBrokers.split(',') };
}

export type FreshDatabase = { url: string; name: string; drop(): Promise<void> };

/** An empty database of one's own on the stack of this run. `name` is a hint for people who look at logs. */
export async function freshDatabase(name = 'test'): Promise<FreshDatabase> {
  const { mongoUrl } = await testStack();
  const own = `${name}-${unique()}`;
  const url = databaseUrl(mongoUrl, own);
  return {
    url,
    name: own,
    async drop() {
      const connection = await mongoose.createConnection(url).asPromise();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

/** A prefix that no other test's topics and groups have. */
export function freshTopicPrefix(): string {
  return `t${unique()}.`;
}

function unique(): string {
  return randomBytes(6).toString('hex');
}

/** The address of a database on a server whose own address may name another, and options. */
export function databaseUrl(mongoUrl: string, name: string): string {
  const [address = '', options] = mongoUrl.split('?', 2);
  const server = address.replace(/^(mongodb(?:\+srv)?:\/\/[^/]+).*$/, '$1');
  return `${server}/${name}${options === undefined ? '' : `?${options}`}`;
}
