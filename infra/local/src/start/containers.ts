import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Ports } from './ports.ts';
import { step } from './progress.ts';
import type { Running } from './supervise.ts';

type Place = {
  root: string;
  dataDir: string;
  ports: Ports;
  /** Forget what earlier starts kept. */
  fresh: boolean;
  /** Receives what must be stopped at the end, before it is started. */
  keep: (one: Running) => void;
};

/**
 * The Kafka and the MongoDB of docker-compose.yml alone, on the ports of this start. The project is named after the
 * folder of the data: its volumes hold what only the secrets of that folder open, and nothing else shares them.
 */
export async function startContainers({ root, dataDir, ports, fresh, keep }: Place) {
  const file = join(root, 'docker-compose.yml');
  const project = `waymark-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`;
  // Compose wants a value for every key that the file asks for, those of services not started here too.
  const keys = readFileSync(file, 'utf8').matchAll(/\$\{(\w+):\?/g);
  const env = {
    ...process.env,
    ...Object.fromEntries([...keys].map(([, name = '']) => [name, 'unused'] as const)),
    KAFKA_PORT: String(ports.kafka),
    MONGO_PORT: String(ports.mongo),
  };
  const compose = (args: string[], options: { report?: (line: string) => void; signal?: AbortSignal } = {}) =>
    run('docker', ['compose', '-p', project, '-f', file, ...args], { env, ...options });

  if (fresh)
    await step('Removing the containers and volumes of earlier starts', () => compose(['down', '--volumes']));
  const stopping = new AbortController();
  keep({
    name: 'containers',
    pid: () => undefined,
    async stop() {
      stopping.abort();
      await compose(['stop', '--timeout', '6']);
    },
  });
  await step('Starting apache/kafka and mongo in containers', (report) =>
    compose(['up', '--detach', '--wait', 'kafka', 'mongo'], { report, signal: stopping.signal }),
  );
  return { kafkaBrokers: `127.0.0.1:${ports.kafka}`, mongoUrl: `mongodb://127.0.0.1:${ports.mongo}` };
}

/** Run a command in a process group of its own, so that Ctrl-C does not reach it. Fails with the end of its output. */
async function run(
  command: string,
  args: string[],
  options: { env: NodeJS.ProcessEnv; report?: (line: string) => void; signal?: AbortSignal },
): Promise<void> {
  const { env, signal, report } = options;
  const child = spawn(command, args, { env, signal, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line);
    report?.(line.trim());
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new Error(
      `The container engine could not do "${command} compose ${args.at(5)}" (it needs Docker Compose 2). It said:\n${said.slice(-12).join('\n')}`,
    );
}
