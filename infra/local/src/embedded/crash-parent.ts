import { join, resolve } from 'node:path';
import { startKafka, startMongo } from './index.ts';

/** Run by a test, which kills it: starts both servers in the folder given and says their process ids. */
const root = resolve(import.meta.dirname, '../../../..');
const [dir = ''] = process.argv.slice(2);
const servers = await Promise.all([
  startKafka({ root, dataDir: join(dir, 'kafka') }),
  startMongo({ root, dataDir: join(dir, 'mongo') }),
]);
console.log(servers.map(({ pid }) => pid).join(' '));
