import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepareJars, startKafka, startMongo, type EmbeddedServer } from '../embedded/index.ts';
import type { StackKind } from './arguments.ts';
import type { Ports } from './ports.ts';
import { say, step } from './progress.ts';
import type { Running } from './supervise.ts';

export type Stack = { kafkaBrokers: string; mongoUrl: string; running: Running[] };

type Around = {
  root: string;
  dataDir: string;
  ports: Ports;
  env: NodeJS.ProcessEnv;
  onRestart: (name: string, why: string) => void;
};

/** Start Kafka and the database of the kind chosen, or take the ones given, and say where they are. */
export async function startStack(kind: StackKind, around: Around): Promise<Stack> {
  switch (kind) {
    case 'given':
      say('Using the Kafka and the MongoDB given by KAFKA_BROKERS and MONGO_URL.');
      return {
        kafkaBrokers: String(around.env['KAFKA_BROKERS']),
        mongoUrl: String(around.env['MONGO_URL']),
        running: [],
      };
    case 'containers':
      return inContainers(around);
    case 'embedded':
      return embedded(around);
  }
}

async function embedded({ root, dataDir, ports, onRestart }: Around): Promise<Stack> {
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
  if (mongo.server().mongoKind === 'stand-in') {
    say('  Note: the database is a stand-in for MongoDB, good for trying Waymark out, not for real use.');
    say('  To use a real MongoDB set MONGO_URL (and KAFKA_BROKERS), or put mongod on the PATH.');
  }
  return {
    kafkaBrokers: `127.0.0.1:${ports.kafka}`,
    mongoUrl: `mongodb://127.0.0.1:${ports.mongo}`,
    running: [kafka, mongo],
  };
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

async function inContainers({ root, env }: Around): Promise<Stack> {
  const [kafkaPort, mongoPort] = [env['KAFKA_PORT'] ?? '9094', env['MONGO_PORT'] ?? '27017'];
  // Only the two servers are used here; the keys that the rest of the file asks for are not.
  const keys = Object.fromEntries(
    [
      'OIDC_CLIENT_SECRET',
      'SESSION_KEY',
      'AUDIT_KEY',
      'CURSOR_KEY',
      'IDENTITY_KEY',
      'INDEX_KEY',
      'FAMILY_CODE_KEY',
      'KEYCLOAK_ADMIN_PASSWORD',
      'GRAFANA_ADMIN_PASSWORD',
    ].map((name) => [name, 'unused']),
  );
  const compose = (...args: string[]) =>
    spawnSync('docker', ['compose', '-f', join(root, 'docker-compose.yml'), ...args], {
      encoding: 'utf8',
      env: { ...keys, ...env },
    });
  await step('Starting apache/kafka and mongo in containers', () => {
    const up = compose('up', '-d', '--wait', 'kafka', 'mongo');
    if (up.status !== 0) throw new Error(`The containers could not be started.\n${up.stderr}`);
  });
  const running: Running = {
    name: 'kafka',
    pid: () => undefined,
    stop: async () => void compose('stop', 'kafka', 'mongo'),
  };
  return {
    kafkaBrokers: `localhost:${kafkaPort}`,
    mongoUrl: `mongodb://127.0.0.1:${mongoPort}`,
    running: [running],
  };
}
