import { once } from 'node:events';
import { type AddressInfo, connect as dial, createServer, type Socket } from 'node:net';
import { TransientFailure } from '@waymark/messaging';
import { freshDatabase } from '@waymark/testkit';
import { connect } from './connect.ts';
import { keptLog } from './testing/tally.ts';

/** Stands before the database, and lets the connections of these numbers, counted from 1, wait without end. */
async function before(url: string, { silent }: { silent: readonly number[] }) {
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
  const door = await before(fresh.url, { silent: [2, 3] });
  try {
    const db = await connect(door.url, { log: keptLog(), appName: 'test' });
    await db.ping();
    expect(door.count()).toBeGreaterThan(3);
    await db.close();
  } finally {
    door.close();
    await fresh.drop();
  }
});

test('a database that nobody answers for may pass', async () => {
  const nowhere = connect('mongodb://127.0.0.1:9/x', { log: keptLog(), appName: 'test' });
  await expect(nowhere).rejects.toThrow(TransientFailure);
});
