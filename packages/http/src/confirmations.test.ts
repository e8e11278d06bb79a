import request, { type Response } from 'supertest';
import { shownIn, trialApp, type TrialApp } from './testing/trial-app.ts';

let trial: TrialApp;
let jar: Map<string, string>;
beforeEach(async () => {
  trial = await trialApp();
  jar = new Map();
  const bearer = await trial.people.bearer('clinician');
  for (const [count, kind] of ['call', 'visit', 'call', 'visit'].entries())
    await request(trial.app)
      .post('/referrals/api/notes')
      .set({ ...bearer, 'Idempotency-Key': `key-${count}` })
      .send({ title: `note ${count + 1}`, on: '2026-01-01', kind });
});
afterEach(() => trial.people.close());

/** A browser with its cookies, in which this person is signed in. */
async function browse(method: 'get' | 'post', path: string, who: 'clinician' | 'triage' = 'clinician') {
  const signedIn = await trial.people.cookieFor(who);
  const cookie = [signedIn, ...[...jar].map(([name, value]) => `${name}=${value}`)].join('; ');
  const answer: Response = await request(trial.app)
    [method](path)
    .set({ cookie, 'Sec-Fetch-Site': 'same-origin' })
    .type('form')
    .send(method === 'post' ? { _version: '1' } : undefined);
  for (const line of (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? []) {
    const [name = '', value = ''] = line.split(';', 1)[0]?.split(/=(.*)/s) ?? [];
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
  return answer;
}

const pageAt = async (path: string, who?: 'clinician' | 'triage') =>
  shownIn((await browse('get', path, who)).text).page;

test('the page after an action says what was done, once, and what is next in the list', async () => {
  const closed = await browse('post', '/referrals/notes/note_1/close');
  expect(closed.headers['location']).toBe('/referrals/notes/note_1');
  expect((await pageAt('/referrals/notes/note_1')).done).toEqual({
    says: 'The call is closed.',
    next: { says: 'Next:', text: 'note 2', href: '/referrals/notes/note_2', subjects: ['note_2'] },
  });
  expect(trial.audited).toContainEqual(
    expect.objectContaining({ action: 'list-notes', subjects: ['note_2'], purpose: 'next of a list' }),
  );
  expect((await pageAt('/referrals/notes/note_1')).done).toBeUndefined();
});

test('what is next follows the filter under which the person left the list', async () => {
  await browse('get', '/referrals/notes?kind=visit&limit=1');
  await browse('post', '/referrals/notes/note_2/close');
  const page = await pageAt('/referrals/notes/note_2');
  expect(page.done?.next?.text).toBe('note 4');
  expect(page.lists).toEqual({ '/referrals/notes': '/referrals/notes?kind=visit&limit=1' });

  await browse('post', '/referrals/notes/note_4/close');
  expect((await pageAt('/referrals/notes/note_4')).done?.next).toEqual({
    ...{ says: 'Every note is closed.', text: 'Log a note', href: '/referrals/notes/new' },
  });
});

test('no other page and no other person is told; a list that fails leaves what was done', async () => {
  await browse('post', '/referrals/notes/note_1/close');
  expect((await pageAt('/referrals/notes/note_3')).done).toBeUndefined();
  expect((await pageAt('/referrals/notes/note_1', 'triage')).done).toBeUndefined();
  trial.parts.fail = () => {
    throw new Error('away');
  };
  expect((await pageAt('/referrals/notes/note_1')).done).toEqual({ says: 'The call is closed.' });
});

test('the cookies tell nothing, leave the machine with nobody, and what is altered counts as none', async () => {
  await browse('get', '/referrals/notes?kind=visit');
  const closed = await browse('post', '/referrals/notes/note_1/close');
  const lines = closed.headers['set-cookie'] as unknown as string[];
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^waymark-done=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax$/);
  for (const value of jar.values()) expect(value).not.toMatch(/note|visit|closed/);
  for (const [name, value] of jar) jar.set(name, `${value.slice(0, -2)}AA`);
  const page = await pageAt('/referrals/notes/note_1');
  expect(page.done).toBeUndefined();
  expect(page.lists).toEqual({});
});

test('an action of a program gets no cookie', async () => {
  const answer = await request(trial.app)
    .post('/referrals/api/notes/note_1/close')
    .set({ ...(await trial.people.bearer('clinician')), 'Idempotency-Key': 'close', 'If-Match': '"1"' })
    .send({});
  expect(answer.status).toBe(200);
  expect(answer.headers['set-cookie']).toBeUndefined();
});
