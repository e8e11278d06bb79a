import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type EmbeddedServer, startKafka, startMongo } from '@waymark/local/embedded';

const root = resolve(import.meta.dirname, '../../../..');

/** A server that a test may crash and start again, on the same port and data. */
export type Restartable = {
  port: number;
  pid: () => number;
  /** kill -9. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

export type EmbeddedStack = {
  kafka: Restartable & { brokers: string[] };
  mongo: Restartable & { url: string };
  stop: () => Promise<void>;
};

/** A Kafka and a database of one's own, for tests that end them. Their data lies in `dir` and stays there. */
export async function embeddedStack({ dir }: { dir: string }): Promise<EmbeddedStack> {
  const [kafka, mongo] = await Promise.all([embeddedKafka({ dir }), embeddedMongo({ dir })]);
  return { kafka, mongo, stop: async () => void (await Promise.all([kafka.stop(), mongo.stop()])) };
}

/** The Kafka of {@link embeddedStack} alone. */
export async function embeddedKafka({ dir }: { dir: string }): Promise<EmbeddedStack['kafka']> {
  const server = await restartable((port) => startKafka({ root, dataDir: join(dir, 'kafka'), port }));
  return { ...server, brokers: [`127.0.0.1:${server.port}`] };
}

/** The database of {@link embeddedStack} alone. */
export async function embeddedMongo({ dir }: { dir: string }): Promise<EmbeddedStack['mongo']> {
  const server = await restartable((port) => startMongo({ root, dataDir: join(dir, 'mongo'), port }));
  return { ...server, url: `mongodb://127.0.0.1:${server.port}` };
}

async function restartable(startOn: (port: number) => Promise<EmbeddedServer>): Promise<Restartable> {
  let server = await startOn(0);
  const port = server.port;
  return {
    port,
    pid: () => server.pid,
    kill: () => server.kill(),
    stop: () => server.stop(),
    async start() {
      server = await startOn(port);
    },
  };
}

/** An embedded stack whose data is thrown away when it stops. */
export async function temporaryStack() {
  const dir = await mkdtemp(join(tmpdir(), 'waymark-stack-'));
  const { kafka, mongo, stop } = await embeddedStack({ dir });
  return {
    kafkaBrokers: kafka.brokers.join(','),
    mongoUrl: mongo.url,
    stop: async () => {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
