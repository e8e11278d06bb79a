import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { temporaryStack } from './embedded.ts';

export type StackKind = 'given' | 'containers' | 'embedded';

export type Stack = {
  kind: StackKind;
  /** For people: what the tests run against. */
  describe: string;
  kafkaBrokers: string;
  mongoUrl: string;
  stop(): Promise<void>;
};

export type StackChoice = Pick<Stack, 'kind' | 'describe'> & { start(): Promise<Stack> };

/**
 * What tests run against: the servers named in `KAFKA_BROKERS` and `MONGO_URL`, else containers where a container
 * engine answers within two seconds, else servers started here. Nothing is started until `start()`.
 */
export async function chooseStack(): Promise<StackChoice> {
  const { KAFKA_BROKERS: kafkaBrokers, MONGO_URL: mongoUrl } = process.env;
  if (kafkaBrokers && mongoUrl) {
    return choice('given', 'the Kafka and MongoDB given by KAFKA_BROKERS and MONGO_URL', async () => ({
      kafkaBrokers,
      mongoUrl,
      stop: async () => undefined,
    }));
  }
  if (await containerEngineAnswers()) {
    return choice('containers', 'Apache Kafka and MongoDB in containers', async () =>
      (await import('./containers.ts')).containerStack(),
    );
  }
  return choice(
    'embedded',
    'embedded Apache Kafka 4.1 + MongoDB stand-in (not a real MongoDB unless mongod is on the PATH: set KAFKA_BROKERS and MONGO_URL for one)',
    temporaryStack,
  );
}

type Servers = Pick<Stack, 'kafkaBrokers' | 'mongoUrl' | 'stop'>;

function choice(kind: StackKind, describe: string, servers: () => Promise<Servers>): StackChoice {
  return { kind, describe, start: async () => ({ kind, describe, ...(await servers()) }) };
}

async function containerEngineAnswers(): Promise<boolean> {
  try {
    await promisify(execFile)('docker', ['info'], { timeout: 2_000 });
    return true;
  } catch {
    return false;
  }
}
