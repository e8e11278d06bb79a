import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@waymark/testkit/until';
import { gateway } from './gateway.ts';

const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
  child: () => log,
};

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A front door with two services behind it, one of which does as it is told. */
async function door(answer: RequestListener) {
  const does = { answer };
  const told = await listening(createServer((req, res) => does.answer(req, res)));
  const well = await listening(createServer((_req, res) => res.end('well')));
  const url = await listening(gateway({ '/referrals': told, '/pathways': well }, { demo: true, log }));
  const get = async (path: string, accept = 'text/html') => {
    const began = performance.now();
    const answered = await fetch(url + path, { headers: { accept } });
    const text = await answered.text();
    return { status: answered.status, text, headers: answered.headers, ms: performance.now() - began };
  };
  return { get, does };
}

const frozen: RequestListener = () => undefined;

test('a frozen service is answered for in seconds, then at once; the others go on; it is found again', async () => {
  const { get, does } = await door(frozen);
  const [page, program] = await Promise.all([
    get('/referrals/'),
    get('/referrals/api/x', 'application/json'),
  ]);
  expect(page.ms).toBeLessThan(12_000);
  expect(page).toMatchObject({ status: 504 });
  expect(page.text).toContain('<h1 class="nhsuk-heading-xl">Referrals cannot be reached</h1>');
  expect(page.text).toContain('href="/pathways/waiting-list"');
  expect(page.text).toContain('href="tel:999"');
  expect(page.text).not.toContain('href="/referrals/"');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(program.status).toBe(504);
  expect(JSON.parse(program.text)).toMatchObject({ status: 504, title: 'Referrals: no answer' });

  const again = await get('/referrals/new');
  expect(again.status).toBe(504);
  expect(again.ms).toBeLessThan(1_000);
  expect((await get('/pathways/')).text).toBe('well');

  does.answer = (_req, res) => void res.end('well again');
  await until('it is found again', async () => (await get('/referrals/')).text === 'well again', 10_000);
}, 40_000);

test('one that is slow and says that it lives is waited for', async () => {
  const { get } = await door((req, res) => {
    if (req.url === '/health/live') res.end('live');
    else setTimeout(() => res.end('at last'), 8_000);
  });
  expect(await get('/referrals/')).toMatchObject({ status: 200, text: 'at last' });
}, 30_000);

test('an answer that stops half way is broken off', async () => {
  const { get } = await door((req, res) => {
    if (req.url !== '/health/live') res.writeHead(200, { 'content-type': 'text/html' }).write('<p>half');
  });
  await expect(get('/referrals/')).rejects.toThrow();
}, 30_000);

test('one that is not there is answered for at once', async () => {
  const { get, does } = await door((req) => void req.socket.destroy());
  const page = await get('/referrals/');
  expect(page.status).toBe(503);
  expect(page.ms).toBeLessThan(2_000);
  expect(page.text).toContain('Referrals: starting again');
  does.answer = (_req, res) => void res.end('well');
  expect((await get('/referrals/')).text).toBe('well');
}, 30_000);
