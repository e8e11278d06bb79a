import { once } from 'node:events';
import { type AddressInfo, connect as dial, createServer, type Socket } from 'node:net';
import { TransientFailure } from '@waymark/decisions';
import { freshDatabase } from '@waymark/testkit';
import { connect } from './connect.ts';
import { recordingLog } from './testing/tally.ts';

/** A proxy before the database. It lets the connections of these numbers, counted from 1, wait without end. */
async function slowProxy(url: string, { silent }: { silent: readonly number[] }) {
  const { hostname, port, pathname } = new URL(url);
  const sockets: Socket[] = [];
  let count = 0;
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    count += 1;
    if (silent.includes(count)) return;
    const onward = dial(Number(port), hostname).on('error', () => undefined);
    sockets.push(onward);
    socket.pipe(onward).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    count: () => count,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('a database whose first connections are not made in time is opened all the same', async () => {
  const fresh = await freshDatabase('slow-to-open');
  // The first of all is the driver's monitor.
  const proxy = await slowProxy(fresh.url, { silent: [2, 3] });
  try {
    const db = await connect(proxy.url, { log: recordingLog(), appName: 'test' });
    await db.ping();
    expect(proxy.count()).toBeGreaterThan(3);
    await db.close();
  } finally {
    proxy.close();
    await fresh.drop();
  }
});

test('a database that does not answer is a transient failure', async () => {
  const nowhere = connect('mongodb://127.0.0.1:9/x', { log: recordingLog(), appName: 'test' });
  await expect(nowhere).rejects.toThrow(TransientFailure);
});
