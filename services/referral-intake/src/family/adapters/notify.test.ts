import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundedFetch } from '@waymark/http';
import { listeningMessages } from '@waymark/testkit/messages';
import { notify } from './notify.ts';

type Messages = Awaited<ReturnType<typeof listeningMessages>>;
let there: Messages;
const open: Server[] = [];
beforeAll(async () => {
  there = await listeningMessages();
});
afterAll(async () => {
  await there.close();
  for (const server of open) {
    server.closeAllConnections();
    server.close();
  }
});

const warned: unknown[] = [];
const log = { warn: (fields: object, message: string) => void warned.push(fields, message) };
const templates = {
  code: { email: templateId('1'), text: templateId('2') },
  'not-taken': { email: templateId('3'), text: templateId('4') },
};

function templateId(n: string): string {
  return `7a1f2c1e-3b0d-4e52-9c27-00000000000${n}`;
}

/** Something that answers in the place of GOV.UK Notify, and how often it was asked. */
async function answering(answer: RequestListener) {
  let asked = 0;
  const server = createServer((req, res) => {
    asked += 1;
    answer(req, res);
  });
  open.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const messages = notify(
    { url, apiKey: there.apiKey, templates },
    { log, ask: boundedFetch({ within: 200 }) },
  );
  return { messages, asked: () => asked };
}

test('an email and a text arrive with their words, by the template of their kind', async () => {
  const messages = notify({ url: there.url, apiKey: there.apiKey, templates }, { log });
  expect(await messages.send('code', { by: 'email', to: 'hazel@example.org' }, { code: '012345' })).toBe(
    'sent',
  );
  expect(await messages.send('not-taken', { by: 'text', to: '07700 900123' }, { help: 'The GP' })).toBe(
    'sent',
  );
  expect(there.kept).toMatchObject([
    { by: 'text', to: '07700 900123', template: templates['not-taken'].text, words: { help: 'The GP' } },
    { by: 'email', to: 'hazel@example.org', template: templates.code.email, words: { code: '012345' } },
  ]);
});

test('a number that cannot be is refused, once', async () => {
  const before = there.kept.length;
  const messages = notify({ url: there.url, apiKey: there.apiKey, templates }, { log });
  expect(await messages.send('code', { by: 'text', to: 'nobody' }, { code: '012345' })).toBe('refused');
  expect(there.kept).toHaveLength(before);
});

test('a key that is not theirs sends nothing', async () => {
  const apiKey = there.apiKey.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  const messages = notify({ url: there.url, apiKey, templates }, { log });
  expect(await messages.send('code', { by: 'email', to: 'hazel@example.org' }, { code: '1' })).toBe('away');
});

test('one that does not answer in time is not asked twice: it may have taken the message over', async () => {
  const { messages, asked } = await answering(() => undefined);
  for (let time = 0; time < 2; time += 1)
    expect(await messages.send('code', { by: 'email', to: 'hazel@example.org' }, { code: '012345' })).toBe(
      'away',
    );
  expect(asked()).toBe(1);
});

test('one that fails for a moment is tried once more', async () => {
  let fails = true;
  const { messages, asked } = await answering((_req, res) => {
    res.writeHead(fails ? 503 : 201, { 'content-type': 'application/json' }).end('{}');
    fails = false;
  });
  expect(await messages.send('code', { by: 'email', to: 'hazel@example.org' }, { code: '012345' })).toBe(
    'sent',
  );
  expect(asked()).toBe(2);
});

test('one that leads elsewhere is not followed', async () => {
  const { messages } = await answering((_req, res) => res.writeHead(307, { location: there.url }).end());
  expect(await messages.send('code', { by: 'email', to: 'hazel@example.org' }, { code: '012345' })).toBe(
    'away',
  );
});

test('neither whom a message is for nor what it says is logged', () => {
  const logged = JSON.stringify(warned);
  expect(warned.length).toBeGreaterThan(4);
  for (const words of ['hazel', 'nobody', '012345', there.apiKey.slice(-36)])
    expect(logged).not.toContain(words);
});
