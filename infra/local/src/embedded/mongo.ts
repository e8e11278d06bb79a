import { accessSync, constants } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type EmbeddedServer, startChild } from './child.ts';
import { freePort } from './free-port.ts';
import { prepareJars } from './jars.ts';
import { javaOptions } from './java.ts';

export type EmbeddedMongo = EmbeddedServer & {
  url: string;
  /** What answers: a MongoDB found on the PATH, or the stand-in, which is for development and tests only. */
  mongoKind: 'mongod' | 'stand-in';
};

type MongoPlace = {
  root: string;
  /** Kept between starts. */
  dataDir: string;
  /** A free one if 0 or not given. */
  port?: number;
};

/** Start the database on the loopback interface: a real `mongod` where one is on the PATH, else the stand-in. */
export async function startMongo({ root, dataDir, port }: MongoPlace): Promise<EmbeddedMongo> {
  await mkdir(dataDir, { recursive: true });
  const mongod = onPath('mongod');
  const server = mongod
    ? await startMongod(mongod, dataDir, port || (await freePort()))
    : await startStandIn(root, dataDir, port ?? 0);
  return { ...server, url: `mongodb://127.0.0.1:${server.port}`, mongoKind: mongod ? 'mongod' : 'stand-in' };
}

async function startStandIn(root: string, dataDir: string, port: number): Promise<EmbeddedServer> {
  const jars = await prepareJars({ root, onProgress: () => undefined });
  return startChild({
    name: 'The stand-in for MongoDB',
    command: 'java',
    args: [
      ...javaOptions(jars.classPath, '2g'),
      // Room from the start: a heap that grows collects all of it again and again, and everybody waits meanwhile.
      '-Xms1g',
      '-Xmn128m',
      'waymark.mongo.StandIn',
      join(dataDir, 'stand-in.mv'),
      String(port),
    ],
    logFile: join(dataDir, 'mongo.log'),
    portIn: (line) => (line.startsWith('ready ') ? Number(line.slice('ready '.length)) : undefined),
  });
}

/** A `mongod` does not watch its standard input, so a shell beside it does, and ends it when this process is gone. */
const besideMongod = `
  exec 3<&0
  "$@" </dev/null 3<&- & server=$!
  (while read -r _; do :; done; kill -9 $server) <&3 >/dev/null 2>&1 & watcher=$!
  trap 'kill $server' TERM
  wait $server
  wait $server
  kill $watcher 2>/dev/null
`;

async function startMongod(mongod: string, dataDir: string, port: number): Promise<EmbeddedServer> {
  return startChild({
    name: 'MongoDB',
    command: 'sh',
    args: [
      '-c',
      besideMongod,
      'sh',
      mongod,
      '--dbpath',
      dataDir,
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
    ],
    logFile: join(dataDir, 'mongo.log'),
    portIn: (line) => (line.includes('Waiting for connections') ? port : undefined),
    watches: true,
  });
}

function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
