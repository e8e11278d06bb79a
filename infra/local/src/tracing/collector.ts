import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SeenSpan = {
  name: string;
  traceId: string;
  kind: number;
  attributes: { key: string; value: { stringValue?: string } }[];
};

/** A collector on a loopback port that keeps what it is sent (OTLP, JSON). */
export async function collector() {
  const received: string[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      received.push(Buffer.concat(chunks).toString('utf8'));
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    text: () => received.join('\n'),
    spans: () =>
      received.flatMap((body) => {
        const { resourceSpans } = JSON.parse(body) as {
          resourceSpans: { scopeSpans: { spans: SeenSpan[] }[] }[];
        };
        return resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans));
      }),
    close: () => server.close(),
  };
}
