import { request as ask, type IncomingMessage, type Server } from 'node:http';
import { globSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { assetAddress, assets } from './assets.ts';
import { unusedParts } from './stylesheet.ts';

let server: Server;

beforeAll(async () => {
  const app = express().use('/assets', assets());
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function get(path: string, encoding = 'identity', more: Record<string, string> = {}) {
  const options = {
    port: (server.address() as AddressInfo).port,
    path,
    headers: { 'accept-encoding': encoding, ...more },
  };
  const response = await new Promise<IncomingMessage>((resolve) => ask(options, resolve).end());
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, headers: response.headers, body };
}

test('the stylesheet asks no other host, names no font of others and no physical side', async () => {
  const { status, body } = await get(assetAddress('waymark.css'));
  const css = body.toString();
  expect(status).toBe(200);
  expect(css).not.toMatch(
    /https?:|@font-face|Frutiger|[{;](?:margin|padding|border)-(?:left|right)|[{;](?:left|right):/,
  );
  const pictures = [...css.matchAll(/url\((nhsuk-icon[^)]*)\)/g)].map(([, name]) => name);
  expect(pictures.length).toBeGreaterThan(0);
  for (const name of new Set(pictures)) {
    const picture = await get(`/assets/${name}`);
    expect(picture).toMatchObject({ status: 200, headers: { 'content-type': 'image/svg+xml' } });
    expect(picture.headers['cache-control']).toContain('immutable');
  }
});

test('browsers keep what is current for a year, and ask again for what is not', async () => {
  const address = assetAddress('waymark.css');
  const current = await get(address, 'gzip, br');
  expect(current.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
    'content-type': 'text/css; charset=utf-8',
    'content-length': String(current.body.length),
    vary: 'Accept-Encoding',
  });
  const older = await get('/assets/waymark.0123456789ab.css');
  expect(older).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
  const plain = await get(address);
  expect(older.body.equals(plain.body)).toBe(true);
  expect(brotliDecompressSync(current.body).equals(plain.body)).toBe(true);
  expect(gunzipSync((await get(address, 'gzip')).body).equals(plain.body)).toBe(true);
  expect(plain.headers['etag']).not.toBe(current.headers['etag']);
  const again = await get(address, 'br', { 'if-none-match': current.headers['etag'] ?? '' });
  expect(again).toMatchObject({ status: 304, headers: { etag: current.headers['etag'] } });
});

test.each([
  'nothing.0123456789ab.css',
  'waymark.css',
  '..%2F..%2Fpackage.0123456789ab.json',
  'nhsuk-icon-mask.0123456789ab.svg',
  'favicon.ico',
  'toString',
])('there is no %s', async (name) => {
  expect((await get(`/assets/${name}`)).status).toBe(404);
});

test('no template uses a part of nhsuk-frontend that is left out of the stylesheet', () => {
  const root = join(import.meta.dirname, '../../..');
  const templates = globSync('{services/*/src,packages/*/src,infra/local/src}/**/*.{njk,ts}', { cwd: root })
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => join(root, name));
  const parts = new RegExp(`nhsuk(?:-|/components/)(?:${unusedParts.join('|')})(?![a-z])`);
  expect(templates.length).toBeGreaterThan(100);
  expect(templates.filter((file) => parts.test(readFileSync(file, 'utf8')))).toEqual([]);
});
