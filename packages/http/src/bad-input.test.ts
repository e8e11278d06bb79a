import fc from 'fast-check';
import request from 'supertest';
import { shownIn, trialApp, type TrialApp } from './testing/trial-app.ts';

let trial: TrialApp;
let bearer: { authorization: string };
beforeAll(async () => {
  trial = await trialApp();
  bearer = await trial.people.bearer('clinician');
});
afterAll(() => trial.people.close());

const good = { title: 'a', on: '2026-01-01' };
type Answer = { code: string; errors?: { field: string; pointer: string; in: string; detail: string }[] };

function send(body: string | Buffer, headers: Record<string, string> = {}) {
  return request(trial.app)
    .post('/referrals/api/notes')
    .set({ ...bearer, 'Idempotency-Key': trial.key(), 'Content-Type': 'application/json', ...headers })
    .serialize((bytes: unknown) => bytes as string)
    .send(body);
}

describe('a body that is wrong in a field is refused with the field named', () => {
  const deep = JSON.stringify({ ...good, tags: JSON.parse('['.repeat(60) + ']'.repeat(60)) as unknown });
  it.each([
    ['an operator', '{"title":{"$ne":1},"on":"2026-01-01"}', '/title'],
    ['an operator as a key', '{"title":"a","on":"2026-01-01","$where":"1"}', '/$where'],
    ['__proto__', '{"title":"a","on":"2026-01-01","__proto__":{"x":1}}', '/__proto__'],
    ['constructor', '{"title":"a","on":"2026-01-01","constructor":{}}', '/constructor'],
    [
      '__proto__ deep inside',
      '{"title":"a","on":"2026-01-01","needs":{"sleep":{"__proto__":{}}}}',
      '/needs/sleep/__proto__',
    ],
    ['an unknown field', '{"title":"a","on":"2026-01-01","a/b~c":1}', '/a~1b~0c'],
    ['a number for text', '{"title":5,"on":"2026-01-01"}', '/title'],
    ['null', '{"title":null,"on":"2026-01-01"}', '/title'],
    ['a missing field', '{"title":"a"}', '/on'],
    ['a date that is none', '{"title":"a","on":"2026-02-30"}', '/on'],
    ['an unknown word', '{"title":"a","on":"2026-01-01","kind":"fax"}', '/kind'],
    ['too many', '{"title":"a","on":"2026-01-01","tags":["1","2","3","4"]}', '/tags'],
    ['too long an item', '{"title":"a","on":"2026-01-01","tags":["12345678901"]}', '/tags/0'],
    ['a number too large', '{"title":"a","on":"2026-01-01","count":1e300}', '/count'],
    ['a NUL', '{"title":"a\\u0000","on":"2026-01-01"}', '/title'],
    ['half a character', '{"title":"\\ud800","on":"2026-01-01"}', '/title'],
    ['nesting without end', deep, '/tags/0/0'],
  ])('%s', async (_what, body, pointer) => {
    const answer = await send(body);
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const { code, errors } = answer.body as Answer;
    expect(code).toBe('invalid-body');
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
    expect(errors?.every(({ detail }) => detail.length > 5)).toBe(true);
  });

  it('names every field at once and says what is allowed', async () => {
    const answer = await send('{"kind":"fax","count":-1}');
    expect(answer.body).toMatchObject({
      errors: [
        { field: 'title', detail: 'This is needed' },
        { field: 'on', detail: 'This is needed' },
        { field: 'kind', detail: 'This must be one of: call, visit' },
        { field: 'count', detail: 'This must be at least 0' },
      ],
    });
  });
});

describe('a body that cannot be read is refused', () => {
  it.each([
    ['broken JSON', 400, '{"title":', {}],
    ['JSON that is not an object', 400, '"text"', {}],
    ['bytes that are not UTF-8', 400, Buffer.from('7b227469746c65223a22e9227d', 'hex'), {}],
    ['a large body', 413, JSON.stringify({ ...good, title: 'x'.repeat(70_000) }), {}],
    ['text', 415, 'title=a', { 'Content-Type': 'text/plain' }],
    [
      'a form sent to the interface for programs',
      415,
      'title=a',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
    ],
    [
      'another character set',
      415,
      JSON.stringify(good),
      { 'Content-Type': 'application/json; charset=utf-16' },
    ],
    [
      'another character set, quoted',
      415,
      JSON.stringify(good),
      { 'Content-Type': 'application/json; charset="latin1"' },
    ],
    ['compression', 415, JSON.stringify(good), { 'Content-Encoding': 'gzip' }],
    ['an unknown encoding', 415, JSON.stringify(good), { 'Content-Encoding': 'rot13' }],
    ['a key with a space', 400, JSON.stringify(good), { 'Idempotency-Key': 'a b' }],
    ['a long key', 400, JSON.stringify(good), { 'Idempotency-Key': 'a'.repeat(256) }],
    ['If-Match that is no version', 400, JSON.stringify(good), { 'If-Match': 'W/"1"' }],
    ['If-Match with anything', 400, JSON.stringify(good), { 'If-Match': '*' }],
    ['a token that is none', 401, JSON.stringify(good), { authorization: 'Bearer nonsense' }],
    ['another scheme', 401, JSON.stringify(good), { authorization: 'Basic eDp5' }],
  ])('%s: %d', async (_what, status, body, headers) => {
    const answer = await send(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
  });

  it('no body at all is an empty object', async () => {
    const answer = await request(trial.app)
      .post('/referrals/api/notes')
      .set({ ...bearer, 'Idempotency-Key': trial.key() });
    expect(answer.status).toBe(422);
  });
});

describe('an address that is wrong', () => {
  it.each([
    ['an unknown key', '/notes?order=up', 400, 'order'],
    ['an operator', '/notes?kind[$ne]=call', 400, 'kind[$ne]'],
    ['__proto__', '/notes?__proto__=1', 400, '__proto__'],
    ['a dotted prototype', '/notes?a.__proto__.b=1', 400, 'a.__proto__.b'],
    ['a wrong word', '/notes?kind=fax', 400, 'kind'],
    ['a repeated key', '/notes?kind=call&kind=visit', 400, 'kind'],
    ['a limit that is none', '/notes?limit=many', 400, 'limit'],
    ['a limit too high', '/notes?limit=101', 400, 'limit'],
    ['bytes that are not UTF-8', '/notes?kind=%ff', 400, 'kind'],
    ['a NUL', '/notes?kind=%00', 400, 'kind'],
    ['a cursor that is none', '/notes?after=abc', 400, 'after'],
    ['a parameter that is none', '/notes/note_x', 404, 'noteId'],
    ['a parameter with a NUL', '/notes/note_%00', 404, 'noteId'],
  ])('%s', async (_what, path, status, field) => {
    const answer = await request(trial.app).get(`/referrals/api${path}`).set(bearer);
    expect(answer.status).toBe(status);
    expect((answer.body as Answer).errors?.map((error) => error.field)).toContain(field);
    const page = await request(trial.app).get(`/referrals${path}`).set(bearer);
    expect(page.status).toBe(status);
    expect(page.headers['content-type']).toContain('text/html');
  });

  it('with broken percent-encoding is refused', async () => {
    const answer = await request(trial.app).get('/referrals/api/notes/%E0%A4%A').set(bearer);
    expect(answer.status).toBe(400);
    expect((await request(trial.app).get('/referrals/notes?kind=%E0%A4%A').set(bearer)).status).toBe(400);
  });

  it.each([
    '/',
    '/referrals/nothing',
    '/referrals/api/nothing',
    '/referrals/problems/nothing',
    '/../etc/passwd',
  ])('%s is not found, for anyone', async (path) => {
    expect((await request(trial.app).get(path)).status).toBe(404);
    expect((await request(trial.app).post(path).set(bearer)).status).toBe(404);
  });
});

describe('a form that is wrong', () => {
  const submit = (fields: string, type = 'application/x-www-form-urlencoded') =>
    request(trial.app).post('/referrals/notes').set(bearer).set('Content-Type', type).send(fields);

  it.each([
    ['bytes that are not UTF-8', 'title=%ff', 422],
    ['a prototype key', '__proto__.x=1', 422],
    ['a path through a prototype', 'needs.constructor.home=1', 422],
    ['a value where there is a path', 'needs=1&needs.sleep.home=1', 422],
    ['an operator', 'title[$ne]=1', 422],
    ['an unknown hidden field', 'title=a&on=2026-01-01&_other=1', 422],
    ['too many fields', 'a=1&'.repeat(1_500), 413],
  ])('%s', async (_what, fields, status) => {
    expect((await submit(fields)).status).toBe(status);
  });

  it('JSON is not a form', async () => {
    const answer = await submit('{}', 'application/json');
    expect(answer.status).toBe(415);
    expect(shownIn(answer.text).template).toBe('waymark/problem.njk');
  });
});

describe('whatever is sent, the fault is never ours', () => {
  const odd = fc.oneof(
    fc.constantFrom(
      '__proto__',
      'constructor',
      '$ne',
      'title',
      'on',
      'tags',
      'needs',
      'needs.sleep.home',
      'on-day',
      'after',
      'limit',
      'kind',
      '\u0000',
      '%ff',
      '9990000018',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ maxLength: 30 }),
  );
  const oddJson = fc.oneof(
    fc.json(),
    fc.dictionary(odd, fc.jsonValue()).map((value) => JSON.stringify(value)),
    fc.string({ unit: 'binary' }),
  );
  const runs = { numRuns: 100 };

  it('as JSON', async () => {
    await fc.assert(
      fc.asyncProperty(oddJson, async (body) => {
        const { status } = await send(Buffer.from(body));
        expect(status === 201 || (status >= 400 && status < 500)).toBe(true);
      }),
      runs,
    );
  });

  it('as a form', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(odd, odd), { maxLength: 8 }), async (fields) => {
        const encoded = fields.map(([k, v]) => new URLSearchParams([[k, v]]).toString()).join('&');
        const { status } = await request(trial.app)
          .post('/referrals/notes')
          .set(bearer)
          .type('form')
          .send(encoded);
        expect(status === 303 || (status >= 400 && status < 500)).toBe(true);
      }),
      runs,
    );
  });

  it('as a query or a path', async () => {
    await fc.assert(
      fc.asyncProperty(odd, odd, odd, async (name, value, step) => {
        const query = `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`;
        for (const path of [
          `/referrals/api/notes?${query}`,
          `/referrals/notes/${encodeURIComponent(step.toWellFormed())}?${query}`,
        ]) {
          expect((await request(trial.app).get(path).set(bearer)).status).toBeLessThan(500);
        }
      }),
      runs,
    );
  });

  it('as headers', async () => {
    const value = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
      maxLength: 60,
    });
    const name = fc.constantFrom(
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'Content-Type',
      'Accept',
      'Cookie',
      'traceparent',
      'Authorization',
      'X-Forwarded-For',
      'Origin',
      'Accept-Encoding',
      'Content-Encoding',
    );
    await fc.assert(
      fc.asyncProperty(name, value, async (header, content) => {
        expect((await send(JSON.stringify(good), { [header]: content })).status).toBeLessThan(500);
        expect(
          (
            await request(trial.app)
              .get('/referrals/api/notes')
              .set({ ...bearer, [header]: content })
          ).status,
        ).toBeLessThan(500);
      }),
      runs,
    );
  });
});
