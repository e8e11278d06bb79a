import express from 'express';
import request from 'supertest';
import { anonymous } from '@waymark/policy';
import type { Fault } from './fault.ts';
import { sameOrigin } from './same-origin.ts';
import { setViewer } from './viewer-of.ts';

const host = 'waymark.example';
const here = `https://${host}`;
const elsewhere = 'https://elsewhere.example';

const app = express();
app.use((req, res, next) => {
  setViewer(res, { ...anonymous, via: req.get('x-test-via') as 'cookie' | 'bearer' | 'nothing' });
  next();
});
app.use(sameOrigin);
app.all('/', (_req, res) => void res.sendStatus(204));
app.use(((error: Fault, _req, res, next) => {
  if (res.headersSent) return next(error);
  res.status(error.status).json({ code: error.code });
}) satisfies express.ErrorRequestHandler);

type Said = { site?: string; origin?: string };
const yes = 204;
const no = 403;

//   who       Sec-Fetch-Site and Origin             POST
test.each<[string, Said, number]>([
  ['cookie', { site: 'same-origin' }, yes],
  ['cookie', { site: 'none' }, yes],
  ['cookie', { site: 'same-site' }, no],
  ['cookie', { site: 'cross-site' }, no],
  ['cookie', { site: 'rubbish' }, no],
  ['cookie', { site: 'cross-site', origin: here }, no],
  ['cookie', { site: 'same-origin', origin: elsewhere }, yes],
  ['cookie', { origin: here }, yes],
  ['cookie', { origin: `${here}:8443` }, no],
  ['cookie', { origin: elsewhere }, no],
  ['cookie', { origin: `${here}.elsewhere.example` }, no],
  ['cookie', { origin: 'null' }, no],
  ['cookie', { origin: '' }, no],
  ['cookie', {}, no],
  ['nothing', {}, yes],
  ['nothing', { site: 'same-origin' }, yes],
  ['nothing', { origin: here }, yes],
  ['nothing', { site: 'cross-site' }, no],
  ['nothing', { origin: elsewhere }, no],
  ['bearer', {}, yes],
  ['bearer', { site: 'cross-site', origin: elsewhere }, yes],
])('a change with %s and %j: %i', async (via, said, status) => {
  for (const method of ['post', 'put', 'patch', 'delete'] as const) await send(method, via, said, status);
  for (const method of ['get', 'head', 'options'] as const) await send(method, via, said, yes);
});

async function send(
  method: 'post' | 'put' | 'patch' | 'delete' | 'get' | 'head' | 'options',
  via: string,
  said: Said,
  status: number,
) {
  const asked = request(app)[method]('/').set('Host', host).set('X-Test-Via', via);
  if (said.site !== undefined) void asked.set('Sec-Fetch-Site', said.site);
  if (said.origin !== undefined) void asked.set('Origin', said.origin);
  await asked.expect(status);
}
