import request from 'supertest';
import { shownIn, trialApp, type TrialApp } from './testing/trial-app.ts';

let trial: TrialApp;
beforeAll(async () => {
  trial = await trialApp();
  const bearer = await trial.people.bearer('referrer');
  for (const count of [1, 2, 3, 4, 5]) {
    await request(trial.app)
      .post('/referrals/api/notes')
      .set({ ...bearer, 'Idempotency-Key': `key-${count}` })
      .send({ title: `note ${count}`, on: '2026-01-01' });
  }
});
afterAll(() => trial.people.close());

type Who = Parameters<TrialApp['people']['bearer']>[0];
async function get(path: string, who?: Who, headers: Record<string, string> = {}) {
  const bearer = who ? await trial.people.bearer(who) : {};
  return request(trial.app)
    .get(path)
    .set({ ...bearer, ...headers });
}

describe('a list in pages', () => {
  it('leads from page to page until its end, for programs by Link', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/referrals/api/notes?limit=2&kind=call';
    for (let pages = 0; path && pages < 5; pages += 1) {
      const answer = await get(path, 'clinician');
      expect(answer.status).toBe(200);
      seen.push(...(answer.body as { items: { id: string }[] }).items.map(({ id }) => id));
      path = /^<(.+)>; rel="next"$/.exec(answer.headers['link'] ?? '')?.[1];
    }
    expect(seen).toEqual(['note_1', 'note_2', 'note_3', 'note_4', 'note_5']);
  });

  it('leads on for people, and back to the first page', async () => {
    const first = shownIn((await get('/referrals/notes?limit=2', 'clinician')).text).page;
    expect(first.first).toBeUndefined();
    const second = shownIn((await get(first.next ?? '', 'clinician')).text);
    expect(second.model['items']).toMatchObject([{ id: 'note_3' }, { id: 'note_4' }]);
    expect(second.page.first).toBe('/referrals/notes?limit=2');
  });

  it('refuses a mark that was changed or made for another list', async () => {
    const { next = '' } = shownIn((await get('/referrals/notes?limit=2', 'clinician')).text).page;
    const mark = new URL(next, 'http://x').searchParams.get('after') ?? '';
    const forged = `${Buffer.from('[4]').toString('base64url')}.${mark.split('.')[1]}`;
    for (const [path, status] of [
      [`/referrals/api/notes?after=${mark}`, 200],
      [`/referrals/api/notes?after=${forged}`, 400],
      [`/referrals/api/notes?after=${mark}A`, 400],
      [`/referrals/api/notes?after=${mark}&kind=call`, 400],
    ] as const) {
      expect((await get(path, 'clinician')).status).toBe(status);
    }
  });

  it('holds what the viewer may see', async () => {
    const others = { id: 'other', roles: ['referrer'] as const, organisation: 'X99999', name: 'Demo other' };
    expect((await get('/referrals/api/notes', others)).body).toEqual({ items: [] });
    expect((await get('/referrals/api/notes', 'referrer')).body).toMatchObject({ items: { length: 5 } });
  });
});

describe('one record', () => {
  it('has a version and is not sent again to one who has it', async () => {
    const answer = await get('/referrals/api/notes/note_1', 'clinician');
    expect(answer.headers['etag']).toBe('"1"');
    expect(answer.body).toEqual({ id: 'note_1', state: { closed: false } });
    expect((await get('/referrals/api/notes/note_1', 'clinician', { 'If-None-Match': '"1"' })).status).toBe(
      304,
    );
    expect(shownIn((await get('/referrals/notes/note_1', 'clinician')).text).page.version).toBe(1);
  });

  it('is written down as read before it is shown, and as denied to another organisation', async () => {
    trial.audited.length = 0;
    await get('/referrals/notes/note_1', 'clinician');
    const others = { id: 'other', roles: ['referrer'] as const, organisation: 'X99999', name: 'Demo other' };
    expect((await get('/referrals/notes/note_1', others)).status).toBe(403);
    expect(trial.audited).toMatchObject([
      { action: 'one-note', subjects: ['note_1'], outcome: 'shown' },
      { actor: 'other', outcome: 'denied' },
    ]);
  });

  it('is not found when there is none', async () => {
    expect((await get('/referrals/api/notes/note_999', 'clinician')).status).toBe(404);
    expect((await get('/referrals/notes/note_999', 'clinician')).status).toBe(404);
  });
});

describe('who asks', () => {
  it('is shown the way to sign in on a page, and has a problem in an interface', async () => {
    const page = await get('/referrals/notes?kind=call');
    expect(page.status).toBe(303);
    expect(page.headers['location']).toBe('/referrals/sign-in?returnTo=%2Freferrals%2Fnotes%3Fkind%3Dcall');
    const api = await get('/referrals/api/notes');
    expect(api.status).toBe(401);
    expect(api.headers['www-authenticate']).toBe('Bearer');
    expect(api.body).toMatchObject({ code: 'not-signed-in' });
  });

  it('is refused without the permission', async () => {
    expect((await get('/referrals/api/notes', 'practitioner')).status).toBe(403);
    const page = await get('/referrals/notes', 'practitioner');
    expect(page.status).toBe(403);
    expect(shownIn(page.text).model['code']).toBe('not-allowed');
  });

  it('is asked to slow down after too much', async () => {
    const busy = await trialApp({ perMinute: 3 });
    const bearer = await busy.people.bearer('clinician');
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      statuses.push((await request(busy.app).get('/referrals/api/notes').set(bearer)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await request(busy.app).get('/referrals/')).status).toBe(200);
    await busy.people.close();
  });
});

describe('every answer', () => {
  it('closes what a page does not need', async () => {
    const { headers } = await get('/referrals/');
    expect(headers['content-security-policy']).toContain(
      "default-src 'none';script-src 'self';style-src 'self'",
    );
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('says which methods an address takes', async () => {
    const wrong = await request(trial.app).delete('/referrals/api/notes');
    expect(wrong.status).toBe(405);
    expect(wrong.headers['allow']).toBe('GET, HEAD, POST, OPTIONS');
    const options = await request(trial.app).options('/referrals/notes/new');
    expect(options.status).toBe(204);
    expect(options.headers['allow']).toBe('GET, HEAD, OPTIONS');
    const head = await request(trial.app)
      .head('/referrals/api/notes')
      .set(await trial.people.bearer('clinician'));
    expect(head.status).toBe(200);
    expect(head.text).toBeUndefined();
  });

  it('is a page for people and a problem for programs, and quotes an id', async () => {
    const page = await get('/nowhere', undefined, { Accept: 'text/html' });
    expect(page.headers['content-type']).toContain('text/html');
    expect(shownIn(page.text).model['errorId']).toBe(page.headers['x-trace-id']);
    const json = await get('/nowhere', undefined, { Accept: 'application/json' });
    expect(json.body).toMatchObject({
      type: '/referrals/problems/not-found',
      traceId: json.headers['x-trace-id'],
    });
    const help = await get((json.body as { type: string }).type, undefined, { Accept: 'text/html' });
    expect(shownIn(help.text)).toMatchObject({
      template: 'waymark/problem-help.njk',
      model: { status: 404 },
    });
    expect(
      (await get('/referrals/problems/already-closed', undefined, { Accept: 'application/json' })).body,
    ).toMatchObject({ status: 409 });
  });

  it('names a part of an address to programs alone', async () => {
    const page = await get('/referrals/notes/not-an-id!', 'clinician', { Accept: 'text/html' });
    expect(page.status).toBe(404);
    expect(shownIn(page.text).model['errors']).toEqual([]);
    const json = await get('/referrals/api/notes/not-an-id!', 'clinician', { Accept: 'application/json' });
    expect(json.body).toMatchObject({ status: 404, errors: [{ field: 'noteId', in: 'path' }] });
  });

  it('reveals nothing of a fault of ours', async () => {
    trial.parts.fail = () => {
      throw new Error('secret 999 000 0018');
    };
    const page = await get('/referrals/');
    trial.parts.fail = () => {
      throw Object.assign(new Error('the database is away'), { name: 'TransientFailure' });
    };
    const away = await get('/referrals/');
    trial.parts.fail = () => undefined;
    expect(page.status).toBe(500);
    expect(page.text).not.toContain('secret');
    expect(away.status).toBe(503);
    expect(away.headers['retry-after']).toBe('5');
    expect(trial.lines.join('')).not.toMatch(/secret|999[ -]?000[ -]?0018/);
    expect(trial.lines.join('')).toContain('The request failed');
  });
});

it('a file is sent as one', async () => {
  const answer = await get('/referrals/notes.csv', 'operator');
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toBe('attachment; filename=notes.csv');
  expect(answer.text.split('\r\n')[0]).toBe('id');
});

it('assets may be kept, and metrics name templates, not addresses', async () => {
  expect((await get('/assets/a.css')).text).toBe('a{}');
  await get('/referrals/notes/note_1', 'clinician');
  const { text } = await get('/referrals/metrics');
  const counted = text.split('\n').filter((line) => line.startsWith('http_request_duration_seconds_count'));
  expect(counted.join('\n')).toContain('method="GET",route="/referrals/notes/:noteId",status="200"');
  expect(text).not.toContain('note_1');
});
