import { once } from 'node:events';
import { request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brotliDecompressSync, createGunzip, gunzipSync } from 'node:zlib';
import express from 'express';
import { compressed, keepFlowing } from './compressed.ts';
import { expectedVersionOf } from './parse.ts';

const long = 'Waiting for an assessment. '.repeat(1_000);
const halves = Promise.withResolvers<void>();

let server: Server;
beforeAll(async () => {
  const app = express();
  app.set('etag', false);
  app.use(compressed());
  app.get('/page', (_req, res) => void res.type('html').send(long));
  app.get('/small', (_req, res) => void res.type('html').send('Nothing here'));
  app.get('/record', (_req, res) => void res.set('ETag', '"7"').json({ long }));
  app.get('/picture', (_req, res) => void res.type('png').send(Buffer.from(long)));
  app.get('/file', async (_req, res) => {
    async function* lines() {
      yield 'first line\r\n';
      await halves.promise;
      yield 'last line\r\n';
    }
    res.type('text/csv');
    keepFlowing(res);
    await pipeline(Readable.from(lines()), res);
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const port = (server.address() as AddressInfo).port;
  const asked = request({ port, path, method, headers: { 'accept-encoding': 'gzip, br', ...headers } }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}
async function read(path: string, headers?: Record<string, string>, method?: string) {
  const answer = await ask(path, headers, method);
  const body = Buffer.concat(await answer.toArray());
  return { status: answer.statusCode, headers: answer.headers, body };
}

test('a page comes compressed, as its reader can read it, and says that this differs', async () => {
  const smallest = await read('/page');
  expect(smallest.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
  expect(brotliDecompressSync(smallest.body).toString()).toBe(long);
  const other = await read('/page', { 'accept-encoding': 'gzip' });
  expect(other.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  expect(gunzipSync(other.body).toString()).toBe(long);
  for (const none of ['identity', 'br;q=0, gzip;q=0']) {
    const plain = await read('/page', { 'accept-encoding': none });
    expect(plain.headers).toMatchObject({ 'content-length': String(long.length), vary: 'Accept-Encoding' });
    expect(plain.body.toString()).toBe(long);
  }
});

test('what is short, and what is compressed by its nature, is sent as it is', async () => {
  expect((await read('/small')).headers).not.toHaveProperty('content-encoding');
  expect((await read('/picture')).headers).not.toHaveProperty('content-encoding');
});

const cookie = 'waymark=sealed';
test.each([
  ['a page of ours', { cookie, 'sec-fetch-site': 'same-origin' }, true],
  ['a person, by the address bar', { cookie, 'sec-fetch-site': 'none' }, true],
  ['an older browser, from a page of ours', { cookie, host: 'a.test', referer: 'https://a.test/x' }, true],
  ['a program', { authorization: 'Bearer abc' }, true],
  ['nobody in particular, from another site', { 'sec-fetch-site': 'cross-site' }, true],
  ['another site', { cookie, 'sec-fetch-site': 'cross-site' }, false],
  ['a neighbour of the same site', { cookie, 'sec-fetch-site': 'same-site' }, false],
  [
    'an older browser, from another site',
    { cookie, host: 'a.test', referer: 'https://b.test/a.test' },
    false,
  ],
  ['an older browser that does not say', { cookie }, false],
])('asked for by %s: %j', async (_name, headers, isCompressed) => {
  const answer = await read('/page', headers);
  expect(answer.headers['content-encoding']).toBe(isCompressed ? 'br' : undefined);
});

test('the version of a record is told apart by coding, and known again in each', async () => {
  expect((await read('/record', { 'accept-encoding': 'identity' })).headers['etag']).toBe('"7"');
  const seen = (await read('/record')).headers['etag'];
  expect(seen).toBe('"7-br"');
  for (const asked of ['"7-br"', '"7-gzip"', '"7"', '"6-br", "7-br"', 'W/"1",  "7-gzip"']) {
    const same = await read('/record', { 'if-none-match': asked });
    expect(same).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    expect(asked).toContain(same.headers['etag']);
    expect(same.headers).not.toHaveProperty('content-encoding');
  }
  expect((await read('/record', { 'if-none-match': '"6-br"' })).status).toBe(200);
  expect(expectedVersionOf({ 'if-match': seen })).toBe(7);
  expect(expectedVersionOf({ 'if-match': '"7"' })).toBe(7);
  expect(() => expectedVersionOf({ 'if-match': '"7-zip"' })).toThrow('invalid-request');
});

test('HEAD says what GET would say, and no length that would be another', async () => {
  const head = await read('/page', {}, 'HEAD');
  expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  expect(head.headers).toMatchObject({ vary: 'Accept-Encoding', 'content-type': 'text/html; charset=utf-8' });
  expect(head.headers).not.toHaveProperty('content-length');
});

test('a file that is written bit by bit arrives bit by bit', async () => {
  const answer = await ask('/file', { 'accept-encoding': 'gzip' });
  const text = answer.pipe(createGunzip()).setEncoding('utf8');
  const [first] = (await once(text, 'data')) as [string];
  expect(first).toBe('first line\r\n');
  halves.resolve();
  expect((await text.toArray()).join('')).toBe('last line\r\n');
});
