import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@waymark/aggregate-store';
import { logger } from '@waymark/service-base';
import { testIdentity } from '@waymark/testkit';
import { embeddedStack } from '@waymark/testkit/stack';

/** A server in a process of its own. */
export type Server = { port: number; process: ChildProcess };

/** Broker, database and sign-in for one run, and the servers that it measures, each in a process of its own. */
export async function intakeStack() {
  const dir = await mkdtemp(join(tmpdir(), 'waymark-bench-'));
  const stack = await embeddedStack({ dir });
  const identity = await testIdentity({ basePath: '/referrals' });
  const secret = () => randomBytes(32).toString('base64url');
  const env = {
    ...Object.fromEntries(Object.entries(identity.settings).map(([name, value]) => [name, String(value)])),
    PORT: '0',
    BASE_PATH: '/referrals',
    MONGO_URL: `${stack.mongo.url}/bench`,
    KAFKA_BROKERS: stack.kafka.brokers.join(','),
    AUDIT_KEY: secret(),
    IDENTITY_KEY: secret(),
    INDEX_KEY: secret(),
    PATHWAYS_URL: 'http://127.0.0.1:1/pathways',
    SUPPORT_URL: 'http://127.0.0.1:1/support',
    RATE_LIMIT_PER_MINUTE: '1000000',
  };
  const log = logger({ level: 'silent', service: 'bench' });
  const db = await connect(env.MONGO_URL, { log, appName: 'bench' });
  const servers: ChildProcess[] = [];

  return {
    dir,
    db,
    identity,
    /** The processes of database and broker. */
    pids: () => ({ mongo: stack.mongo.pid(), kafka: stack.kafka.pid() }),
    /** Starts a server; `given` is said to it first. Rejects when it ends before it listens. */
    async served(
      script: 'real-intake.ts' | 'bare-server.ts',
      { given, options = [] }: { given?: object; options?: readonly string[] } = {},
    ): Promise<Server> {
      const server = fork(join(import.meta.dirname, script), [], {
        env: { ...process.env, ...env },
        execArgv: [...process.execArgv, ...options, '--disable-warning=ExperimentalWarning'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      servers.push(server);
      if (given) server.send(given);
      const ended = once(server, 'exit').then(() => Promise.reject(new Error(`${script} did not begin`)));
      ended.catch(() => undefined);
      const [{ port }] = (await Promise.race([once(server, 'message'), ended])) as [{ port: number }];
      return { port, process: server };
    },
    async close() {
      for (const server of servers) {
        server.disconnect();
        await once(server, 'exit');
      }
      await db.close();
      await identity.close();
      await stack.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
