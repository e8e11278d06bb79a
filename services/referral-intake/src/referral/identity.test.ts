import { nthTestNhsNumber } from '@waymark/care-types';
import { child, childrenOf, nextNumber, otherSchool } from '../testing/children.ts';
import { intake, type Intake } from '../testing/intake.ts';
import { row } from '../testing/rows.ts';

let app: Intake;
let use: ReturnType<typeof childrenOf>;
beforeAll(async () => {
  app = await intake();
  use = childrenOf(app);
});
afterAll(() => app.close());

/** Each way in which a referral comes; the answer is its id. */
const routes = {
  program: (of: object) => use.logged(of),
  referrer: (of: object) => use.logged(of, {}, 'referrer'),
  form: async (of: object) => {
    const begun = await app.post('/api/drafts', { source: 'C2', organisation: '114312' });
    const draft = `/api/drafts/${String(begun.body['draftId'])}`;
    await app.post(`${draft}/child`, { child: of });
    await app.post(`${draft}/request`, { service: 'autism-assessment', primaryReason: '25' });
    await app.post(`${draft}/circumstances`, { circumstances: [] });
    await app.post(`${draft}/needs`, { needs: {} });
    await app.post(`${draft}/consent`, { consent: { given: 'not-asked' } });
    const sent = await app.post(`${draft}/send`, {});
    expect([sent.status, sent.body['errors']]).toEqual([201, undefined]);
    return String(sent.body['referralId']);
  },
  file: async (of: { givenName: string; familyName: string; dateOfBirth: string; nhsNumber: string }) => {
    const cells = {
      given_name: of.givenName,
      family_name: of.familyName,
      date_of_birth: of.dateOfBirth,
      nhs_number: of.nhsNumber,
    };
    const done = await use.imported([row(nextNumber() + 100_000, cells)]);
    expect(done).toMatchObject({ added: 1 });
    const found = await app.post('/api/find', { find: of.familyName }, { who: 'clinician' });
    const children = found.body['children'] as { givenName: string; referrals: { referralId: string }[] }[];
    const own = children.find(({ givenName }) => givenName === of.givenName);
    return String(own?.referrals[0]?.referralId);
  },
};

describe.each(Object.entries(routes))('by %s', (_name, route) => {
  test.each(['first', 'second'])(
    'two children under one number stay two, whoever comes %s, and a person decides',
    async (order) => {
      const one = child();
      const twin = { ...one, givenName: 'Birch' };
      const [first, second] = order === 'first' ? [one, twin] : [twin, one];
      const a = await use.logged(first, { service: 'adhd-assessment' });
      const before = await use.whole(a);
      const b = await route(second);
      const [personA, personB] = [await use.personOf(a), await use.personOf(b)];
      expect(personB).not.toBe(personA);
      expect(await use.person(personA)).toEqual(before);
      expect(await use.person(personB)).toMatchObject({
        details: { givenName: second.givenName, nhsNumber: one.nhsNumber },
        numberDisputed: true,
      });
      const pair = await use.pairOf(personA, personB);
      expect(pair.sameNumber).toBe(true);
      expect((await use.pairs())[0]?.sameNumber).toBe(true);
      const list = (await app.page('/duplicates')).text;
      expect(list).toContain('Same number, other name');
      for (const each of [personA, personB])
        expect((await app.page(`/people/${each}`)).text).toContain('states the same NHS number');
      // The number finds the one who has it, and nobody else.
      const found = (await app.post('/api/find', { find: one.nhsNumber })).body['children'] as {
        personId: string;
      }[];
      expect(found.map(({ personId }) => personId)).toEqual([personA]);
    },
  );
});

test('another birth date under a number is another child too, and nobody is told that the number is held', async () => {
  const one = child();
  const a = await use.logged(one);
  const answer = await use.send({ ...one, dateOfBirth: '2014-01-01' }, {}, otherSchool);
  expect(answer.status).toBe(201);
  expect(answer.text).not.toMatch(/held|number/i);
  const b = await use.personOf(String(answer.body['referralId']));
  expect(await use.pairOf(await use.personOf(a), b)).toMatchObject({ sameNumber: true });
});

test('a child of a disputed number is the same child again under the own name', async () => {
  const one = child();
  const twin = { ...one, givenName: 'Birch' };
  await use.logged(one);
  const b = await use.personOf(await use.logged(twin));
  const { postcode: _postcode, ...less } = twin;
  expect(await use.personOf(await use.logged(less, { service: 'adhd-assessment' }))).toBe(b);
});

test('a number that is corrected away is the other child’s at once', async () => {
  const one = child();
  const a = await use.personOf(await use.logged(one));
  const b = await use.personOf(await use.logged({ ...one, givenName: 'Birch' }));
  const { nhsNumber: _number, ...rest } = one;
  const corrected = await use.act(`/people/${a}/correct`, { ...rest, reason: 'typed-wrongly' });
  expect(corrected.status).toBe(200);
  expect(await use.person(b)).toMatchObject({ numberDisputed: false, details: { nhsNumber: one.nhsNumber } });
  const found = (await app.post('/api/find', { find: one.nhsNumber })).body['children'] as {
    personId: string;
  }[];
  expect(found.map(({ personId }) => personId)).toEqual([b]);
});

test('names and a birthday alone make nobody the same child', async () => {
  const { nhsNumber: _number, postcode: _postcode, ...named } = child();
  const a = await use.personOf(await use.logged(named));
  const b = await use.personOf(await use.logged(named, { service: 'adhd-assessment' }));
  expect(b).not.toBe(a);
  await use.pairOf(a, b);
});

test('a refused request leaves no trace', async () => {
  const one = child({ phone: '01632 960 001' });
  const a = await use.logged(one);
  const before = await use.whole(a);
  const again = {
    ...one,
    familyName: `${one.familyName}-Other`,
    address: '9 Synthetic Lane',
    phone: '01632 960 002',
  };
  expect((await use.send(again)).status).toBe(409);
  expect(await use.whole(a)).toEqual(before);
  const wrong = await use.send({ ...again, dateOfBirth: '2035-01-01' });
  expect(wrong.status).toBe(422);
  expect(await use.whole(a)).toEqual(before);
});

test.each([
  ['a school', 'referrer' as const],
  ['a clinician who has not seen the record', 'clinician' as const],
])('%s fills what is missing, and what differs waits to be taken or left', async (_words, who) => {
  const one = child({ phone: '01632 960 001' });
  const a = await use.logged(one);
  const stated = { ...one, phone: '01632 960 002', address: '9 Synthetic Lane' };
  const b = await use.logged(stated, { service: 'adhd-assessment' }, who);
  const held = await use.whole(a);
  expect(held.details).toMatchObject({ phone: '01632 960 001', address: '9 Synthetic Lane' });
  expect(held.otherwise).toEqual([
    {
      referralId: b,
      on: expect.any(String) as string,
      fields: [{ field: 'phone', held: '01632 960 001', said: '01632 960 002' }],
    },
  ]);
  const personId = await use.personOf(a);
  const page = (await app.page(`/people/${personId}`)).text;
  expect(page).toContain('A referral says otherwise');
  const path = `/people/${personId}/otherwise/${b}`;
  expect((await app.page(path)).text).toContain('Take: 01632 960 002');
  const post = (body: object) =>
    app.post(`/api${path}`, body, { who: 'clinician', headers: { 'if-match': held.etag } });
  expect((await post({ decide: {} })).text).toContain('Choose which of the two is right');
  expect((await post({ decide: { phone: 'take' } })).status).toBe(200);
  const now = await use.whole(a);
  expect(now).toMatchObject({ details: { phone: '01632 960 002' }, otherwise: [] });
});

test('what is left stays as it is held, and is not asked again', async () => {
  const one = child({ phone: '01632 960 001' });
  const a = await use.logged(one);
  const b = await use.logged({ ...one, phone: '01632 960 002' }, { service: 'adhd-assessment' }, 'referrer');
  const { etag } = await use.whole(a);
  const left = await app.post(
    `/api/people/${await use.personOf(a)}/otherwise/${b}`,
    { decide: { phone: 'leave' } },
    { who: 'clinician', headers: { 'if-match': etag } },
  );
  expect(left.status).toBe(200);
  expect(await use.whole(a)).toMatchObject({ details: { phone: '01632 960 001' }, otherwise: [] });
});

test('direct care that has seen the record replaces what it holds; seen too early, it does not', async () => {
  const one = child({ phone: '01632 960 001' });
  const a = await use.logged(one);
  const personId = await use.personOf(a);
  const { etag } = await use.person(personId);
  const seenChild = { personId, version: Number(/\d+/.exec(etag)?.[0]) };
  await use.logged({ ...one, phone: '01632 960 002' }, { service: 'adhd-assessment', seenChild });
  expect(await use.person(personId)).toMatchObject({ details: { phone: '01632 960 002' }, otherwise: [] });
  await use.logged({ ...one, phone: '01632 960 003' }, { service: 'community-paediatrics', seenChild });
  expect(await use.person(personId)).toMatchObject({
    details: { phone: '01632 960 002' },
    otherwise: [{ fields: [{ field: 'phone', said: '01632 960 003' }] }],
  });
});

test('a hidden address stays hidden and held, and hides in every referral', async () => {
  const one = child({ address: '3 Hidden Synthetic Lane', addressHidden: true });
  const a = await use.logged(one);
  const b = await use.logged(
    { ...one, address: '4 Other Synthetic Lane', postcode: 'DH7 7AA', addressHidden: false },
    { service: 'adhd-assessment' },
    'referrer',
  );
  const record = (await app.get(`/api/people/${await use.personOf(a)}/record`, 'triage')).body;
  expect(record).toMatchObject({ details: { addressHidden: true, address: '3 Hidden Synthetic Lane' } });
  expect(await use.shown(b)).toMatchObject({ outwardPostcode: null });
  const page = (await app.page(`/people/${await use.personOf(a)}`)).text;
  expect(page).not.toContain('Other Synthetic Lane');
  expect((await app.page(`/people/${await use.personOf(a)}`, 'triage')).text).toContain(
    'Other Synthetic Lane',
  );
});

test('a referrer sees what its own organisation stated, and nothing else of the child', async () => {
  const full = child({
    address: '5 Secret Synthetic Road',
    phone: '01632 960 005',
    preferredName: 'Oakley',
    school: '114312',
  });
  await use.logged(full, { service: 'community-paediatrics', circumstances: ['looked-after'] });
  const { givenName, familyName, dateOfBirth, postcode } = full;
  const b = await use.logged({ givenName, familyName, dateOfBirth, postcode }, {}, otherSchool);
  expect(await use.personOf(b)).toBe(await use.personOf(b));
  const seen = [
    (await app.page(`/${b}`, otherSchool)).text,
    (await app.page(`/${b}/logged`, otherSchool)).text,
    (await app.get(`/api/referrals/${b}`, otherSchool)).text,
    (await app.get('/api/referrals', otherSchool)).text,
    (await app.page('/', otherSchool)).text,
    (await app.post('/api/find', { find: familyName }, { who: otherSchool })).text,
  ];
  for (const text of seen) {
    expect(text).toContain(b);
    expect(text).not.toMatch(/Secret Synthetic|960 005|Oakley/);
    expect(text.replaceAll(/\s/g, '')).not.toContain(full.nhsNumber);
    expect(text).not.toContain(await use.personOf(b));
  }
  // Nor does a search by what others stated find the own referral.
  const byNumber = await app.post('/api/find', { find: full.nhsNumber }, { who: otherSchool });
  expect(byNumber.body['children']).toEqual([]);
  const byName = await app.post('/api/find', { find: 'Oakley' }, { who: otherSchool });
  expect(byName.body['children']).toEqual([]);
});

test('the received date of a school is the server’s; an earlier day is a proposal to take or leave', async () => {
  const today = String((await use.shown(await use.logged(child(), {}, 'referrer')))['receivedOn']);
  const proposal = { receivedOn: '2019-01-01', receivedOnBecause: 'Synthetic: the letter was lost.' };
  const taken = await use.logged(child({ dateOfBirth: '2015-01-01' }), proposal, 'referrer');
  expect(await use.shown(taken)).toMatchObject({ receivedOn: today, proposedReceivedOn: '2019-01-01' });
  const page = (await app.page(`/${taken}`)).text;
  expect(page).toContain('1 January 2019');
  expect(page).toContain('the letter was lost');
  expect((await app.page(`/${taken}/received-date`)).text).toContain('From the earlier day');
  const decide = (id: string, take: boolean) =>
    use.act(`/referrals/${id}/received-date`, { take, note: 'Synthetic: seen the letter.' });
  expect((await decide(taken, true)).status).toBe(200);
  expect(await use.shown(taken)).toMatchObject({ receivedOn: '2019-01-01', proposedReceivedOn: null });
  const left = await use.logged(child({ dateOfBirth: '2015-01-01' }), proposal, 'referrer');
  expect((await decide(left, false)).status).toBe(200);
  expect(await use.shown(left)).toMatchObject({ receivedOn: today, proposedReceivedOn: null });
  expect((await decide(left, true)).body).toMatchObject({ code: 'nothing-proposed' });
});

describe('two records put together', () => {
  async function together() {
    const { nhsNumber: _number, ...one } = child({
      ...{ givenName: 'Bartholomew', familyName: 'Syntheticquillonwexcombe' },
      ...{ dateOfBirth: '2011-03-17', postcode: 'DH7 7AA' },
    });
    const two = child({ ...one, givenName: 'Bartholemew', nhsNumber: String(nthTestNhsNumber(90_001)) });
    const a = await use.personOf(await use.logged(one));
    const b = await use.personOf(await use.logged(two, { service: 'adhd-assessment' }));
    const pair = await use.pairOf(a, b);
    const done = await use.act(`/duplicates/${pair.pairId}/same-child`, { keep: b, because: 'Synthetic.' });
    expect(done.status).toBe(200);
    return { one, a, b, pairId: pair.pairId };
  }

  test('what comes for the one updates the other, and goes back when they are taken apart', async () => {
    const { one, a, b, pairId } = await together();
    const late = await use.logged(
      { ...one, phone: '01632 960 009' },
      { service: 'community-paediatrics' },
      'referrer',
    );
    expect(await use.personOf(late)).toBe(b);
    expect((await use.person(b)).details).toMatchObject({ phone: '01632 960 009' });
    const undone = await use.act(`/duplicates/${pairId}/undo`, { because: 'Synthetic.' });
    expect(undone.status).toBe(200);
    expect(await use.personOf(late)).toBe(a);
    expect((await use.person(b)).details['phone']).toBeUndefined();
    expect((await use.person(a)).details).toMatchObject({ phone: '01632 960 009' });
  });
});

test('a clinician sees what is held beside what was written, and what is sent then replaces it', async () => {
  const one = child({ phone: '01632 960 001' });
  const a = await use.logged(one);
  const begun = await app.post('/api/drafts', { source: 'C2', organisation: '114312' });
  const draft = `/drafts/${String(begun.body['draftId'])}`;
  await app.post(`/api${draft}/child`, { child: { ...one, phone: '01632 960 002' } });
  await app.post(`/api${draft}/request`, { service: 'adhd-assessment', primaryReason: '24' });
  await app.post(`/api${draft}/circumstances`, { circumstances: [] });
  await app.post(`/api${draft}/needs`, { needs: {} });
  await app.post(`/api${draft}/consent`, { consent: { given: 'not-asked' } });
  const check = (await app.page(`${draft}/check`)).text;
  expect(check).toContain('some details are held otherwise');
  const seen = Object.fromEntries(
    [...check.matchAll(/name="(seenChild\.\w+)" value="([^"]+)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  expect((await app.submit(`${draft}/check`, seen)).status).toBe(303);
  expect(await use.whole(a)).toMatchObject({ details: { phone: '01632 960 002' }, otherwise: [] });
});
