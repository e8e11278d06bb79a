import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import request from 'supertest';
import { shownIn, trialApp, type TrialApp } from './testing/trial-app.ts';

let trial: TrialApp;
beforeAll(async () => {
  trial = await trialApp();
});
afterAll(() => trial.people.close());

const note = { title: 'First', on: '2026-03-30', tags: ['a'] };

async function post(
  path: string,
  body: object,
  headers: Record<string, string> = {},
  who: 'clinician' | 'referrer' = 'clinician',
) {
  return request(trial.app)
    .post(`/referrals/api${path}`)
    .set({ ...(await trial.people.bearer(who)), 'Idempotency-Key': trial.key(), ...headers })
    .send(body);
}

async function submit(path: string, fields: Record<string, string | string[]>) {
  return request(trial.app)
    .post(`/referrals${path}`)
    .set({ cookie: await trial.people.cookieFor('clinician'), 'Sec-Fetch-Site': 'same-origin' })
    .type('form')
    .send(
      new URLSearchParams(
        Object.entries(fields).flatMap(([k, v]) => [v].flat().map((one) => [k, one])),
      ).toString(),
    );
}

describe('a program sends a command', () => {
  it('is sent where the new thing is, and its version', async () => {
    const answer = await post('/notes', note);
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toMatch(/^\/referrals\/api\/notes\/note_\d+$/);
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.body).toMatchObject({ tags: ['a'] });
  });

  it('may send it twice: it is done once and has the same response', async () => {
    const key = { 'Idempotency-Key': trial.key() };
    const first = await post('/notes', note, key);
    const before = trial.parts.store.notes.length;
    const again = await post('/notes', { tags: ['a'], on: '2026-03-30', title: 'First' }, key);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(trial.parts.store.notes).toHaveLength(before);
  });

  it('may not use the key for another body, but another person may use the same key', async () => {
    const key = { 'Idempotency-Key': trial.key() };
    await post('/notes', note, key);
    const other = await post('/notes', { ...note, title: 'Second' }, key);
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ code: 'key-reused', type: '/referrals/problems/key-reused' });
    expect((await post('/notes', { ...note, title: 'Second' }, key, 'referrer')).status).toBe(201);
  });

  it('must send a key', async () => {
    const answer = await request(trial.app)
      .post('/referrals/api/notes')
      .set(await trial.people.bearer('clinician'))
      .send(note);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'idempotency-key-missing' });
  });

  it('must say which version it saw where that matters, and the right one', async () => {
    const made = await post('/notes', note);
    const close = `/notes/${(made.body as { id: string }).id}/close`;
    expect((await post(close, {})).status).toBe(428);
    const stale = await post(close, {}, { 'If-Match': '"7"' });
    expect(stale.status).toBe(412);
    expect(stale.headers['etag']).toBe('"1"');
    const done = await post(close, {}, { 'If-Match': '"1"' });
    expect(done.status).toBe(200);
    expect(done.headers['etag']).toBe('"2"');
    const refused = await post(close, {}, { 'If-Match': '"2"' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'already-closed',
      detail: 'The note of 2026-03-30 is closed already.',
    });
    expect((await post('/notes/note_999/close', {}, { 'If-Match': '"1"' })).status).toBe(404);
  });

  it('is made by a person at a moment, under a key that reveals nothing', async () => {
    await post('/notes', note, { 'Idempotency-Key': 'plain-key' });
    const command = trial.parts.store.commands.at(-1);
    expect(command).toMatchObject({ name: 'log-note', by: { roles: ['clinician'] } });
    expect(command?.at.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(command?.key).toMatch(/^[\w-]{43}$/);
    expect(command?.bodyHash).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(command)).not.toContain('plain-key');
  });
});

describe('a person sends a form', () => {
  const fields = {
    _key: 'k-1',
    title: ' Form ',
    'on-day': '3',
    'on-month': '4',
    'on-year': '2026',
    tags: ['a', 'b'],
    count: '4',
    'needs.sleep.home': '3',
  };

  it('is sent on to what was made, once however often it is sent', async () => {
    const first = await submit('/notes', fields);
    const again = await submit('/notes', fields);
    expect(first.status).toBe(303);
    expect(first.headers['location']).toMatch(/^\/referrals\/notes\/note_\d+$/);
    expect(again.headers['location']).toBe(first.headers['location']);
    const id = first.headers['location']?.split('/').at(-1);
    expect(trial.parts.store.notes.find((each) => each.id === id)?.state).toMatchObject({
      title: 'Form',
      on: '2026-04-03',
      kind: 'call',
      tags: ['a', 'b'],
      count: 4,
      needs: { sleep: { home: 3 } },
    });
  });

  it('sees the form again with what was typed and what is wrong', async () => {
    const answer = await submit('/notes', {
      title: '',
      'on-day': '31',
      'on-month': '2',
      'on-year': '2026',
      count: 'x',
      odd: '1',
    });
    expect(answer.status).toBe(422);
    const { template, page, model } = shownIn(answer.text);
    expect(template).toBe('new');
    expect(model['kinds']).toEqual(['call', 'visit']);
    expect(page.errors?.map(({ field }) => field).toSorted()).toEqual(['count', 'odd', 'on', 'title']);
    expect(page.errors?.find(({ field }) => field === 'title')?.message).toBe('This is needed');
    expect(page.typed).toMatchObject({ 'on-day': '31', count: 'x' });
  });

  it('sees the record again when someone was there before, and when the rules refuse', async () => {
    const id = (await submit('/notes', { ...fields, _key: trial.key() })).headers['location']
      ?.split('/')
      .at(-1);
    expect((await submit(`/notes/${id}/close`, {})).status).toBe(428);
    const stale = await submit(`/notes/${id}/close`, { _version: '9' });
    expect(stale.status).toBe(412);
    expect(shownIn(stale.text).page).toMatchObject({ version: 1, errors: [{ field: '' }] });
    expect((await submit(`/notes/${id}/close`, { _version: '1' })).status).toBe(303);
    const refused = await submit(`/notes/${id}/close`, { _version: '2' });
    expect(refused.status).toBe(409);
    expect(shownIn(refused.text).page.errors).toEqual([
      { field: '', message: 'The note of 2026-04-03 is closed already.' },
    ]);
  });

  it('gets a cookie where the action gives one, and a page of words where there is no form', async () => {
    const entered = await request(trial.app).post('/referrals/enter').type('form').send('word=sesame');
    expect(entered.status).toBe(303);
    expect(entered.headers['set-cookie']).toEqual(['entered=yes; HttpOnly']);
    const wrong = await request(trial.app).post('/referrals/enter').type('form').send('word=rice');
    expect(wrong.status).toBe(409);
    expect(shownIn(wrong.text)).toMatchObject({
      template: 'waymark/problem.njk',
      model: { detail: 'That is not the word.', help: '/referrals/problems/wrong-word' },
    });
  });

  it('cannot be made to by another site', async () => {
    const answer = await request(trial.app)
      .post('/referrals/notes')
      .set({ cookie: await trial.people.cookieFor('clinician'), 'Sec-Fetch-Site': 'cross-site' })
      .type('form')
      .send('title=x');
    expect(answer.status).toBe(403);
  });
});

it('a command that only looks needs no key, and what it read is in the audit log before the response is sent', async () => {
  const made = await post('/notes', { ...note, title: 'Sought' });
  const { id } = made.body as { id: string };
  const answer = await request(trial.app)
    .post('/referrals/api/find-notes')
    .set(await trial.people.bearer('clinician'))
    .send({ title: 'Sought' });
  expect(answer.body).toEqual({ found: [id] });
  expect(trial.audited.at(-1)).toMatchObject({ action: 'find-notes', subjects: [id] });
});

describe('a file comes in', () => {
  async function send(build: (sending: request.Test) => request.Test, path = '/referrals/api/import') {
    return build(
      request(trial.app)
        .post(path)
        .set({ ...(await trial.people.bearer('operator')), 'Idempotency-Key': trial.key() }),
    );
  }

  it('streams to the action', async () => {
    const answer = await send((sending) =>
      sending.field('sure', 'true').attach('file', Buffer.from('a,b\n1,2\n'), 'x.csv'),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ size: 8, sure: true });
  });

  it('may be sent alone, with its fields in the address', async () => {
    const alone = (query: string, content: string) =>
      send((sending) => sending.type('text/csv').send(content), `/referrals/api/import?${query}`);
    const answer = await alone('filename=x.csv&sure=true', 'a,b');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ size: 3, sure: true });
    expect((await alone('sure=true', 'x'.repeat(5_000))).status).toBe(413);
    expect((await alone('sure=perhaps', 'x')).status).toBe(422);
    expect((await alone('sure=true&other=1', 'x')).status).toBe(422);
    expect((await alone('sure=true&filename=%00', 'x')).status).toBe(400);
  });

  it.each([
    ['no file', 422, (sending: request.Test) => sending.field('sure', 'true'), 'file'],
    [
      'a file in another field',
      422,
      (sending: request.Test) => sending.field('sure', 'true').attach('other', Buffer.from('a'), 'x'),
      'other',
    ],
    [
      'a wrong field',
      422,
      (sending: request.Test) => sending.field('sure', 'perhaps').attach('file', Buffer.from('a'), 'x'),
      'sure',
    ],
    [
      'a prototype field',
      422,
      (sending: request.Test) =>
        sending.field('__proto__', '1').field('sure', 'true').attach('file', Buffer.from('a'), 'x'),
      '__proto__',
    ],
  ])('is refused with %s', async (_what, status, build, field) => {
    const answer = await send(build);
    expect(answer.status).toBe(status);
    expect((answer.body as { errors: { field: string }[] }).errors.map((error) => error.field)).toContain(
      field,
    );
  });

  it('that says it has 2 GB is refused before any of it is read', async () => {
    const listening = trial.app.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const headers = {
      ...(await trial.people.bearer('operator')),
      'idempotency-key': trial.key(),
      'content-type': 'text/csv',
      'content-length': String(2 ** 31),
    };
    const { port } = listening.address() as AddressInfo;
    const sending = http.request({ port, path: '/referrals/api/import?sure=true', method: 'POST', headers });
    sending.flushHeaders();
    const [answer] = (await once(sending, 'response')) as [http.IncomingMessage];
    expect(answer.statusCode).toBe(413);
    expect(await text(answer)).toContain('A file may be at most');
    sending.destroy();
    listening.close();
    listening.closeAllConnections();
  });

  it('that is a few times too large is refused in words when all of it has been sent', async () => {
    const listening = trial.app.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const file = Buffer.alloc(1_060_000, 'a');
    const headers = {
      ...(await trial.people.bearer('operator')),
      'idempotency-key': trial.key(),
      'content-type': 'text/csv',
      'content-length': String(file.length),
      connection: 'close',
    };
    const sending = http.request({ port, path: '/referrals/api/import?sure=true', method: 'POST', headers });
    const answered = once(sending, 'response') as Promise<[http.IncomingMessage]>;
    for (let at = 0; at < file.length; at += 53_000) {
      await new Promise((resolve) => sending.write(file.subarray(at, at + 53_000), resolve));
    }
    sending.end();
    const [answer] = await answered;
    expect(answer.statusCode).toBe(413);
    expect(await text(answer)).toContain('A file may be at most');
    listening.close();
    listening.closeAllConnections();
  });

  it('is refused when it is too large, cut off, without a boundary or not multipart', async () => {
    const large = await send((sending) =>
      sending.field('sure', 'true').attach('file', Buffer.alloc(5_000, 'a'), 'x'),
    );
    expect(large.status).toBe(413);
    const cut = await send((sending) =>
      sending
        .set('Content-Type', 'multipart/form-data; boundary=b')
        .send(
          '--b\r\nContent-Disposition: form-data; name="sure"\r\n\r\ntrue\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nabc',
        ),
    );
    expect(cut.status).toBe(400);
    const bare = await send((sending) => sending.set('Content-Type', 'multipart/form-data').send('x'));
    expect(bare.status).toBe(400);
    expect((await send((sending) => sending.send({ sure: true }))).status).toBe(415);
  });
});
