import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedServer, startChild } from './child.ts';
import { freePort } from './free-port.ts';
import { prepareJars } from './jars.ts';
import { javaOptions } from './java.ts';

export type EmbeddedKafka = EmbeddedServer & { brokers: string[] };

type KafkaPlace = {
  root: string;
  /** Kept between starts: topics and offsets are still there after a stop, or a crash. */
  dataDir: string;
  /** A free one if 0 or not given. */
  port?: number;
  controllerPort?: number;
};

/** Start a real Apache Kafka, broker and controller in one process, on the loopback interface only. */
export async function startKafka({
  root,
  dataDir,
  port,
  controllerPort,
}: KafkaPlace): Promise<EmbeddedKafka> {
  const jars = await prepareJars({ root, onProgress: () => undefined });
  await mkdir(dataDir, { recursive: true });
  const clientPort = port || (await freePort());
  const settings = join(dataDir, 'server.properties');
  await writeFile(settings, serverProperties(dataDir, clientPort, controllerPort || (await freePort())));
  const server = await startChild({
    name: 'Apache Kafka',
    command: 'java',
    args: [...javaOptions(jars.classPath, '512m'), 'waymark.stack.KafkaServer', settings],
    logFile: join(dataDir, 'kafka.log'),
    portIn: (line) => (line === 'ready' ? clientPort : undefined),
  });
  return { ...server, brokers: [`127.0.0.1:${clientPort}`] };
}

function serverProperties(dataDir: string, port: number, controllerPort: number): string {
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(dataDir, 'logs'),
    'auto.create.topics.enable': false,
    'unclean.leader.election.enable': false,
    'log.retention.ms': -1,
    'offsets.retention.minutes': 5_256_000,
    'num.partitions': 3,
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.num.partitions': 3,
    'share.coordinator.state.topic.num.partitions': 3,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'log.cleaner.dedupe.buffer.size': 16 * 1024 * 1024,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
