import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundedFetch, NoAnswerError } from './bounded-fetch.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A peer that answers as it is told, how often it was asked, and a clock that stands still until it is moved. */
async function peer(answer: RequestListener) {
  let asked = 0;
  let at = 0;
  const does = { answer };
  const server = createServer((req, res) => {
    asked += 1;
    does.answer(req, res);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = boundedFetch({ within: 600, leftAlone: 5_000, now: () => at });
  const fails = (calls = 1) =>
    Promise.all(Array.from({ length: calls }, () => expect(ask(url)).rejects.toThrow(NoAnswerError)));
  return { ask: () => ask(url), fails, asked: () => asked, does, pass: (ms: number) => void (at += ms) };
}

const frozen: Record<string, RequestListener> = {
  'takes the call and says nothing': () => undefined,
  'begins to answer and stops': (_req, res) => void res.writeHead(200).write('{"names":'),
};
const well: RequestListener = (_req, res) => void res.setHeader('x-of', 'peer').end('{"names":{}}');

test.each(Object.entries(frozen))(
  'one that %s is given up in time, then left alone',
  async (_name, answer) => {
    const { fails, asked, pass } = await peer(answer);
    const began = performance.now();
    await fails();
    expect(performance.now() - began).toBeLessThan(2_000);
    await fails(20);
    pass(4_999);
    await fails();
    expect(asked()).toBe(1);
    // Of those who come then, one tries; it is in vain, and all go on without.
    pass(1);
    await fails(20);
    expect(asked()).toBe(2);
    await fails(20);
    expect(asked()).toBe(2);
  },
);

test('one that is well again is asked by all as before', async () => {
  const { ask, fails, asked, does, pass } = await peer(() => undefined);
  await fails(3);
  expect(asked()).toBe(3);
  does.answer = well;
  await fails();
  pass(5_000);
  const answer = await ask();
  expect(await answer.json()).toEqual({ names: {} });
  expect(answer.headers.get('x-of')).toBe('peer');
  await Promise.all([ask(), ask()]);
  expect(asked()).toBe(6);
});

test('one that answers with a fault, or breaks off, is asked each time', async () => {
  const { ask, asked, does } = await peer((_req, res) => void res.writeHead(503).end());
  for (let time = 0; time < 2; time += 1) expect((await ask()).status).toBe(503);
  does.answer = (req) => void req.socket.destroy();
  for (let time = 0; time < 2; time += 1) await expect(ask()).rejects.not.toThrow(NoAnswerError);
  expect(asked()).toBe(4);
});

test('who gives up before the time does not speak for the others', async () => {
  const { asked, does, ask } = await peer(() => undefined);
  const one = boundedFetch({ within: 5_000 });
  const url = 'http://127.0.0.1:9';
  await expect(one(url, { signal: AbortSignal.abort() })).rejects.not.toThrow(NoAnswerError);
  does.answer = well;
  expect((await ask()).status).toBe(200);
  expect(asked()).toBe(1);
});
