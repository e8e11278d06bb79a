import { request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { assets, assetVersion } from './assets.ts';

let server: Server;

beforeAll(async () => {
  const app = express().use('/x/assets', assets());
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function get(path: string, encoding = 'identity') {
  const options = {
    port: (server.address() as AddressInfo).port,
    path,
    headers: { 'accept-encoding': encoding },
  };
  const response = await new Promise<IncomingMessage>((resolve) => ask(options, resolve).end());
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, headers: response.headers, body };
}

test('the stylesheet asks no other host, names no font of others and no physical side', async () => {
  const { status, body } = await get(`/x/assets/${assetVersion()}/nhsuk.css`);
  const css = body.toString();
  expect(status).toBe(200);
  expect(css).not.toMatch(
    /https?:|@font-face|Frutiger|[{;](?:margin|padding|border)-(?:left|right)|[{;](?:left|right):/,
  );
  const pictures = [...css.matchAll(/url\((nhsuk-icon[^)]*)\)/g)].map(([, name]) => name);
  expect(pictures.length).toBeGreaterThan(0);
  for (const name of new Set(pictures)) expect((await get(`/x/assets/v/${name}`)).status).toBe(200);
});

test('browsers keep what is current for a year, and ask again for what is not', async () => {
  const current = await get(`/x/assets/${assetVersion()}/waymark.css`, 'gzip');
  expect(current.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'gzip',
    'content-type': 'text/css; charset=utf-8',
  });
  expect((await get('/x/assets/older/waymark.css')).headers['cache-control']).toBe('no-cache');
});

test.each(['nothing.css', '..%2F..%2Fpackage.json', 'nhsuk-icon-mask.svg', 'favicon.ico', 'toString'])(
  'there is no %s',
  async (name) => {
    expect((await get(`/x/assets/${assetVersion()}/${name}`)).status).toBe(404);
  },
);
