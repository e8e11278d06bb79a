import { join } from 'node:path';
import { prepareJars, startKafka, startMongo, type EmbeddedServer } from '../embedded/index.ts';
import type { StackKind } from './arguments.ts';
import { startContainers } from './containers.ts';
import type { Ports } from './ports.ts';
import { say, step } from './progress.ts';
import type { Running } from './supervise.ts';

type Stack = { kafkaBrokers: string; mongoUrl: string };

type StackSettings = {
  root: string;
  dataDir: string;
  ports: Ports;
  /** Forget what earlier starts kept. */
  fresh: boolean;
  env: NodeJS.ProcessEnv;
  /** Receives what must be stopped at the end. */
  keep: (one: Running) => void;
  onRestart: (name: string, why: string) => void;
};

/** Start Kafka and the database of the kind chosen, or take the ones given, and say where they are. */
export async function startStack(kind: StackKind, settings: StackSettings): Promise<Stack> {
  switch (kind) {
    case 'given':
      say('Using the Kafka and the MongoDB given by KAFKA_BROKERS and MONGO_URL.');
      return {
        kafkaBrokers: String(settings.env['KAFKA_BROKERS']),
        mongoUrl: String(settings.env['MONGO_URL']),
      };
    case 'containers':
      return startContainers(settings);
    case 'embedded':
      return embedded(settings);
  }
}

async function embedded({ root, dataDir, ports, keep, onRestart }: StackSettings): Promise<Stack> {
  await step('Fetching Kafka and the database stand-in (once)', (detail) =>
    prepareJars({ root, onProgress: detail }),
  );
  const [kafka, mongo] = await Promise.all([
    step('Starting Apache Kafka', () =>
      keptAlive(
        'kafka',
        () =>
          startKafka({
            root,
            dataDir: join(dataDir, 'kafka'),
            port: ports.kafka,
            controllerPort: ports.kafkaController,
          }),
        onRestart,
      ),
    ),
    step('Starting the database', () =>
      keptAlive(
        'mongo',
        () => startMongo({ root, dataDir: join(dataDir, 'mongo'), port: ports.mongo }),
        onRestart,
      ),
    ),
  ]);
  keep(kafka);
  keep(mongo);
  if (mongo.server().mongoKind === 'stand-in') {
    say('  Note: the database is a stand-in for MongoDB, good for trying Waymark out, not for real use.');
    say('  To use a real MongoDB set MONGO_URL (and KAFKA_BROKERS), or put mongod on the PATH.');
  }
  return { kafkaBrokers: `127.0.0.1:${ports.kafka}`, mongoUrl: `mongodb://127.0.0.1:${ports.mongo}` };
}

/** Keep an embedded server going: when it ends unasked it is started again on the same port and data. */
async function keptAlive<S extends EmbeddedServer>(
  name: string,
  start: () => Promise<S>,
  onRestart: (name: string, why: string) => void,
): Promise<Running & { server(): S }> {
  let stopping = false;
  let current = await start();
  const watch = (server: S): void => {
    void server.exited.then(async ({ code, signal }) => {
      if (stopping) return;
      onRestart(name, signal ? `killed by ${signal}` : `ended with code ${code}`);
      for (let wait = 500; !stopping; wait = Math.min(wait * 2, 10_000)) {
        try {
          current = await start();
          return watch(current);
        } catch {
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
      }
    });
  };
  watch(current);
  return {
    name,
    pid: () => current.pid,
    server: () => current,
    async stop() {
      stopping = true;
      await current.stop();
    },
  };
}
