import { nthTestNhsNumber } from '@waymark/care-types';
import { pathwayClosed, pathwayIdOf, pathwayReopened, personIdFrom, type Envelope } from '@waymark/events';
import type { TestPerson } from '@waymark/testkit';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../testing/intake.ts';

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

const otherSchool: TestPerson = {
  id: 'synthetic-other-school',
  name: 'Synthetic other school',
  roles: ['referrer'],
  organisation: '113970',
};

/** A synthetic child's referral; each number is another child. */
const referral = (n: number, changes: object = {}) => ({
  source: 'C2',
  organisation: '114312',
  child: {
    givenName: 'Acorn',
    familyName: `Demo-Hamsterley-${n}`,
    dateOfBirth: '2016-05-04',
    nhsNumber: nthTestNhsNumber(n),
  },
  service: 'autism-assessment',
  primaryReason: '25',
  receivedOn: '2026-03-02',
  ...changes,
});

async function logged(n: number, changes: object = {}): Promise<string> {
  const answer = await app.post('/api/referrals', referral(n, changes));
  expect(answer.status).toBe(201);
  return String(answer.body['referralId']);
}

async function versionOf(referralId: string): Promise<Record<string, string>> {
  const etag = (await app.get(`/api/referrals/${referralId}`)).headers.get('etag');
  return { 'if-match': etag ?? '' };
}

test('a referral is accepted by the version that was seen, and not twice', async () => {
  const id = await logged(1);
  const headers = await versionOf(id);
  const path = `/api/referrals/${id}/accept`;
  expect((await app.post(path, { team: 'C01' })).status).toBe(428);
  expect((await app.post(path, { team: 'A03' }, { headers })).body).toMatchObject({
    code: 'team-not-in-use',
  });
  const accepted = await app.post(path, { team: 'C01' }, { headers });
  expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted', receivedOn: '2026-03-02' } });
  expect((await app.post(path, { team: 'C01' }, { headers })).status).toBe(412);
  const again = await app.post(path, { team: 'C01' }, { headers: await versionOf(id) });
  expect(again).toMatchObject({ status: 409, body: { code: 'not-now' } });
  expect(again.body['detail']).toMatch(/^The referral is accepted already. You accepted the referral on /);
});

test('needs are recorded by form: those held are shown, those chosen are kept, and what is not said is not 0', async () => {
  const id = await logged(2, { needs: { sleep: { home: 2 } } });
  const headers = await versionOf(id);
  const form = await app.page(`/${id}/needs`);
  expect(form.text).toMatch(
    /value="sleep" checked[\s\S]*?name="needs\.sleep\.home"[^>]*>\s*<option value="">Not said<\/option>[\s\S]*?value="2" selected/,
  );
  const version = /\d+/.exec(String(headers['if-match']))?.[0] ?? '';
  const fields = { chosen: 'change', 'needs.change.school': '3', 'needs.sleep.home': '2' };
  const sent = await app.submit(`/${id}/needs`, { _version: version, ...fields });
  expect(sent.status).toBe(303);
  expect((await app.get(`/api/referrals/${id}`)).body['needs']).toEqual([
    { domain: 'change', home: 0, school: 3, community: 0, notSaid: ['home', 'community'] },
  ]);
});

test('a child waits once for a service: a second referral is told of the first, after a withdrawal it is taken', async () => {
  const id = await logged(3);
  const second = await app.post('/api/referrals', referral(3));
  expect(second).toMatchObject({ status: 409, body: { code: 'already-waiting' } });
  expect(second.body['detail']).toContain('received on 2 March 2026');
  await logged(3, { service: 'adhd-assessment' });
  const headers = await versionOf(id);
  expect((await app.post(`/api/referrals/${id}/withdraw`, { because: '' }, { headers })).status).toBe(422);
  const because = 'Synthetic: the family asked.';
  expect((await app.post(`/api/referrals/${id}/withdraw`, { because }, { headers })).status).toBe(200);
  expect((await app.page(`/${id}`)).text).toContain(because);
  await logged(3);
});

/** Says of a referral's pathway what pathway-tracker would say. */
async function heard(promise: typeof pathwayClosed, id: string, sequence: number) {
  const data = { ...promise.example, referralId: id, pathwayId: pathwayIdOf(id) };
  const envelope: Envelope = {
    id: `${data.pathwayId}/${sequence}`,
    type: promise.type,
    source: 'pathway-tracker',
    subject: data.pathwayId,
    sequence,
    time: '2026-11-21T09:00:00Z',
    data,
  };
  await app.messaging.publisher.publish([
    { topic: promise.topic, key: data.pathwayId, envelopes: [envelope] },
  ]);
}
const isOver = async (id: string) => (await app.page(`/${id}`)).text.includes('The wait is over');

test('a child whose wait is over may be referred again, and an end that is taken back does not take it from that one', async () => {
  const id = await logged(4);
  await heard(pathwayClosed, id, 5);
  await until(async () => ((await isOver(id)) ? true : undefined));
  const again = await logged(4);
  await heard(pathwayReopened, id, 6);
  await heard(pathwayClosed, again, 5);
  await until(async () => ((await isOver(again)) ? true : undefined));
  expect(await isOver(id)).toBe(true);
});

test('an end that was taken back leaves the child waiting, for one referral', async () => {
  const id = await logged(41);
  await heard(pathwayClosed, id, 5);
  await until(async () => ((await isOver(id)) ? true : undefined));
  await heard(pathwayReopened, id, 6);
  await until(async () => ((await isOver(id)) ? undefined : true));
  expect(await app.post('/api/referrals', referral(41))).toMatchObject({
    status: 409,
    body: { code: 'already-waiting' },
  });
});

test('twenty at once log the same child: one referral, one person', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => app.post('/api/referrals', referral(5))),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([
    201,
    ...Array.from({ length: 19 }, () => 409),
  ]);
  const unnumbered = {
    givenName: 'Cob',
    familyName: 'Demo-Unnumbered',
    dateOfBirth: '2016-01-01',
    postcode: 'DH1 1AB',
  };
  const services = ['autism-assessment', 'adhd-assessment', 'camhs-community'];
  const made = await Promise.all(
    services.map((service) => app.post('/api/referrals', referral(0, { child: unnumbered, service }))),
  );
  const people = await Promise.all(
    made.map(
      async ({ body }) => (await app.get(`/api/referrals/${String(body['referralId'])}`)).body['personId'],
    ),
  );
  expect(new Set(people).size).toBe(1);
});

test('a child without a number is the same child once the number is known', async () => {
  const child = {
    givenName: 'Zoë',
    familyName: "Demo-O'Hara",
    dateOfBirth: '2016-01-01',
    postcode: 'DH1 1AB',
  };
  const first = await logged(0, { child });
  const number = nthTestNhsNumber(6);
  const second = await logged(0, {
    child: { ...child, familyName: 'demo ohara', nhsNumber: number },
    service: 'adhd-assessment',
  });
  const [one, other] = await Promise.all([first, second].map((id) => app.get(`/api/referrals/${id}`)));
  expect(other?.body['personId']).toBe(one?.body['personId']);
  expect(one?.body['nhsNumber']).toBe(number);
  const wrong = await logged(0, { child: { ...child, nhsNumber: number, dateOfBirth: '2015-01-01' } });
  expect((await app.get(`/api/referrals/${wrong}`)).body['personId']).not.toBe(one?.body['personId']);
});

test('a referrer logs for the own organisation and sees its referrals alone', async () => {
  const answer = await app.post('/api/referrals', referral(7, { organisation: '113970' }), {
    who: 'referrer',
  });
  const id = String(answer.body['referralId']);
  expect((await app.get(`/api/referrals/${id}`, 'referrer')).body).toMatchObject({ organisation: '114312' });
  expect((await app.get(`/api/referrals/${id}`, otherSchool)).status).toBe(403);
  expect((await app.page(`/${id}/logged`, otherSchool)).status).toBe(403);
  expect((await app.get('/api/referrals', otherSchool)).body).toMatchObject({ all: 0, referrals: [] });
  expect((await app.page(`/${id}/needs`, 'referrer')).status).toBe(403);
});

test('a child is found by number or reference, without the number in an address, and not by strangers', async () => {
  const id = await logged(8);
  const { body } = await app.get(`/api/referrals/${id}`);
  const number = nthTestNhsNumber(8);
  const found = await app.submit('/find', { find: number });
  expect(found.headers.get('location')).toBe(`/referrals/${id}`);
  expect((await app.post('/api/find', { find: String(body['reference']).toLowerCase() })).body).toMatchObject(
    { children: [{ referrals: [{ referralId: id }] }] },
  );
  expect((await app.post('/api/find', { find: number }, { who: otherSchool })).body).toEqual({
    children: [],
    next: null,
  });
  const wrong = await app.submit('/find', { find: '999000001' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('An NHS number has 10 digits; this has 9');
});

test('names are given to direct care alone, at most 200, and written down', async () => {
  const { body } = await app.get(`/api/referrals/${await logged(9)}`);
  const personId = String(body['personId']);
  for (const who of ['referrer', 'operator', 'commissioner', 'practitioner'] as const)
    expect((await app.get(`/api/people/resolve?ids=${personId}`, who)).status).toBe(403);
  const others = Array.from({ length: 200 }, (_, n) =>
    personIdFrom(Uint8Array.from({ length: 26 }, (_byte, at) => (at === 0 ? n >> 5 : n % 32))),
  );
  const { status, body: resolved } = await app.get(
    `/api/people/resolve?ids=${[personId, ...others.slice(1)].join()}`,
  );
  expect(status).toBe(200);
  expect(resolved['names']).toEqual({ [personId]: { given: 'Acorn', family: 'Demo-Hamsterley-9' } });
  for (const wrong of [`?ids=${[personId, ...others].join()}`, '?ids=', '', '?ids[$ne]=1', '?ids=per_1'])
    expect((await app.get(`/api/people/resolve${wrong}`)).status).toBe(400);
  expect((await app.post('/api/people/names', { personIds: [personId] })).status).toBe(405);
});

test('the list keeps to its filters and goes on page by page', async () => {
  for (const n of [30, 31, 32]) await logged(n, { service: 'eating-disorder', primaryReason: '12' });
  const first = await app.get('/api/referrals?service=eating-disorder&limit=2');
  expect(first.body).toMatchObject({ shown: 3 });
  const next = /<\/referrals(.+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const rest = await app.get(next);
  const ids = [first, rest].flatMap(({ body }) =>
    (body['referrals'] as { referralId: string }[]).map((each) => each.referralId),
  );
  expect(new Set(ids).size).toBe(3);
  expect((await app.get('/api/referrals?status=lost')).status).toBe(400);
});

test('a child is found by how the name is written, then by how it sounds, and by date of birth', async () => {
  const named = (givenName: string, familyName: string, n: number, more: object = {}) =>
    logged(n, {
      child: { givenName, familyName, dateOfBirth: '2014-07-09', nhsNumber: nthTestNhsNumber(n) },
      ...more,
    });
  const written = await named('Katherine-Anne', 'Demo-Ó Briain', 60);
  const sounding = await named('Catharine Ann', 'Demo-Brian', 61);
  const anothers = await named('Kathryn', 'Demo-Elsewhere', 62, { organisation: '113970' });
  const found = async (body: object, who: TestPerson | 'referrer' | 'clinician' = 'clinician') => {
    const answer = await app.post('/api/find', body, { who });
    expect(answer.status).toBe(200);
    return (answer.body['children'] as { soundsAlike: boolean; referrals: { referralId: string }[] }[]).map(
      ({ soundsAlike, referrals }) => [referrals[0]?.referralId, soundsAlike],
    );
  };
  expect(await found({ find: 'BRIAIN katherine' })).toEqual([
    [written, false],
    [sounding, true],
  ]);
  expect(await found({ find: 'briain katherine', dateOfBirth: '2014-07-10' })).toEqual([]);
  expect(await found({ find: 'kathryn', dateOfBirth: '2014-07-09' })).toContainEqual([anothers, false]);
  expect(await found({ find: 'kathryn' }, 'referrer')).not.toContainEqual([anothers, false]);
  expect(await found({ find: 'kathryn' }, otherSchool)).toEqual([[anothers, false]]);
  expect(new Set((await found({ dateOfBirth: '2014-07-09' })).map(([id]) => id))).toEqual(
    new Set([written, sounding, anothers]),
  );
  for (const wrong of [{}, { find: "'-" }, { find: 'x'.repeat(101) }, { find: 'demo', after: 'spelling' }])
    expect((await app.post('/api/find', wrong)).status).toBe(422);
  const page = await app.submit('/find', { find: 'briain katherine' });
  expect(page.status).toBe(200);
  expect(page.text).toContain('Sounds alike');
  expect(page.text).toContain('value="briain katherine"');
});

test('a long search goes on from part to part and tells of each child once', async () => {
  const ids = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      logged(100 + n, {
        child: {
          givenName: 'Quercus',
          familyName: `Demo-Longsearch`,
          dateOfBirth: `2013-01-${String(n + 1).padStart(2, '0')}`,
        },
      }),
    ),
  );
  const seen: string[] = [];
  for (let after: unknown; after !== null;) {
    const { body } = await app.post('/api/find', { find: 'quercus', ...(after !== undefined && { after }) });
    seen.push(
      ...(body['children'] as { referrals: { referralId: string }[] }[]).flatMap(({ referrals }) =>
        referrals.map((each) => each.referralId),
      ),
    );
    after = body['next'];
  }
  expect(seen.toSorted()).toEqual(ids.toSorted());
});

test('where a child is stays hidden from all but those who are named, and what was held before is kept', async () => {
  const hidden = {
    givenName: 'Bryony',
    familyName: 'Demo-Hidden',
    dateOfBirth: '2015-02-03',
    nhsNumber: nthTestNhsNumber(500),
    address: '3 Hidden Synthetic Lane',
    postcode: 'DH1 1AB',
    phone: '01632 960 555',
    email: 'hidden@example.invalid',
    addressHidden: true,
    mainLanguage: 'pl',
    interpreterNeeded: true,
    contacts: [{ name: 'Synthetic Aunt', relation: 'other', phone: '01632 960 777', mayBeTold: true }],
  };
  const id = await logged(0, { child: hidden });
  const { addressHidden: _no, ...moved } = { ...hidden, address: '4 Other Synthetic Lane' };
  await logged(0, { child: { ...moved, addressHidden: false }, service: 'adhd-assessment' });
  const places = ['Synthetic Lane', 'DH1 1AB', '01632 960', 'hidden@example.invalid'];
  const { body } = await app.get(`/api/referrals/${id}`);
  expect(body['outwardPostcode']).toBeNull();
  const personId = String(body['personId']);
  for (const who of ['clinician', 'triage', 'referrer'] as const)
    for (const shown of [
      await app.page(`/${id}`, who),
      await app.page(`/${id}/logged`, who),
      await app.get(`/api/referrals/${id}`, who),
      await app.get('/api/referrals', who),
      await app.page('/', who),
      await app.post('/api/find', { find: 'bryony' }, { who }),
    ]) {
      expect(shown.status).toBe(200);
      for (const place of places)
        expect(`${who} ${shown.text.includes(place)} ${place}`).toBe(`${who} false ${place}`);
    }
  for (const who of ['clinician', 'referrer', 'operator', 'practitioner', 'commissioner'] as const)
    expect((await app.get(`/api/people/${personId}/record`, who)).status).toBe(403);
  const whole = await app.get(`/api/people/${personId}/record`, 'triage');
  expect(whole.body).toMatchObject({
    details: { ...hidden, contacts: [{ parentalResponsibility: 'unknown' }] },
    versions: [],
  });
  // Where the child may be now is for those who are named, to take or to leave.
  const { otherwise } = (await app.get(`/api/people/${personId}`, 'triage')).body as { otherwise: unknown };
  expect(otherwise).toMatchObject([{ fields: [{ field: 'address', said: '4 Other Synthetic Lane' }] }]);
  for (const wrong of [{ mainLanguage: 'zzz' }, { contacts: [{ name: '=1+1', relation: 'other' }] }])
    expect((await app.post('/api/referrals', referral(0, { child: { ...hidden, ...wrong } }))).status).toBe(
      422,
    );
});
