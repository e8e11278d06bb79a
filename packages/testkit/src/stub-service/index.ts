import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Another service as the one under test reads it: JSON answers by path, 404 for paths without an answer. It can
 * be away (connections are dropped) or refuse (403). `close` drops what is open.
 */
export async function stubService(answers: Record<string, object> = {}) {
  let state: 'there' | 'away' | 'refusing' = 'there';
  const server = createServer((req, res) => {
    if (state === 'away') return void res.destroy();
    const found = answers[new URL(req.url ?? '/', 'http://stub').pathname];
    res.writeHead(state === 'refusing' ? 403 : found ? 200 : 404, { 'content-type': 'application/json' });
    res.end(JSON.stringify(state === 'there' && found ? found : {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    is(now: typeof state) {
      state = now;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
