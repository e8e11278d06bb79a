import { connect } from '@waymark/aggregate-store';
import { nthTestNhsNumber } from '@waymark/care-types';
import { referralCorrected } from '@waymark/events';
import { consumerSpy } from '@waymark/messaging/testing';
import { logger } from '@waymark/service-base';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

const child = (n: number) => ({
  givenName: 'Acorn',
  familyName: `Demo-Person-${n}`,
  dateOfBirth: '2012-05-04',
  nhsNumber: nthTestNhsNumber(n),
  address: '1 Synthetic Street',
  postcode: 'DH1 1AB',
  phone: '01632 960 555',
  school: '114312',
});

type Known = { personId: string; referralId: string };
async function logged(n: number, more: object = {}): Promise<Known> {
  const made = await app.post('/api/referrals', {
    source: 'B2',
    child: child(n),
    service: 'autism-assessment',
    primaryReason: '25',
    receivedOn: '2026-03-02',
    ...more,
  });
  expect(made.status).toBe(201);
  const referralId = String(made.body['referralId']);
  const { body } = await app.get(`/api/referrals/${referralId}`);
  return { referralId, personId: String(body['personId']) };
}

type Who = 'clinician' | 'triage';
async function step(personId: string, path: string, body: object, who: Who = 'clinician') {
  const etag = (await app.get(`/api/people/${personId}`, who)).headers.get('etag') ?? '';
  return app.post(`/api/people/${personId}${path}`, body, { who, headers: { 'if-match': etag } });
}
const reason = 'typed-wrongly';

test('corrected details are found by, kept as a version, and told by every open referral', async () => {
  const { personId, referralId } = await logged(1);
  const second = await logged(1, { service: 'adhd-assessment' });
  expect(second.personId).toBe(personId);
  const spy = consumerSpy(app.messaging, [referralCorrected]);
  await spy.start();
  const right = {
    ...child(1),
    familyName: 'Demo-Mended',
    dateOfBirth: '2012-04-05',
    nhsNumber: nthTestNhsNumber(901),
    postcode: 'DL1 1AA',
    gender: '2',
  };
  const corrected = await step(personId, '/correct', {
    ...right,
    reason,
    note: 'Synthetic: seen in the letter.',
  });
  expect(corrected).toMatchObject({ status: 200, body: { personId } });
  for (const id of [referralId, second.referralId])
    expect((await spy.sees(referralCorrected.type, { referralId: id })).data).toMatchObject({
      dateOfBirth: '2012-04-05',
      outwardPostcode: 'DL1',
      gender: '2',
      corrected: expect.arrayContaining(['dateOfBirth', 'outwardPostcode', 'gender']) as string[],
      correctionReason: reason,
    });
  await spy.stop();

  for (const find of [nthTestNhsNumber(901), 'mended acorn'])
    expect((await app.post('/api/find', { find })).body).toMatchObject({
      children: [{ personId, familyName: 'Demo-Mended', dateOfBirth: '2012-04-05' }],
    });
  expect((await app.post('/api/find', { find: nthTestNhsNumber(1) })).body).toMatchObject({ children: [] });
  expect((await app.submit('/find', { find: 'mended' })).text).toContain(`/people/${personId}"`);
  const page = await app.page(`/people/${personId}`);
  for (const words of ['Demo-Mended', 'It was typed wrongly', 'seen in the letter', 'Date of birth', 'You, '])
    expect(page.text).toContain(words);
  expect((await app.get(`/api/people/${personId}/record`, 'triage')).body).toMatchObject({
    versions: [{ was: { familyName: 'Demo-Person-1', dateOfBirth: '2012-05-04' }, reason }],
  });
  expect((await app.page(`/${referralId}`)).text).toContain('orrected who the child is');
  expect((await logged(1, { child: { ...right, gender: '2' }, service: 'camhs-community' })).personId).toBe(
    personId,
  );
});

test('what cannot be is refused by its field', async () => {
  const { personId } = await logged(2);
  await logged(3);
  const wrong: [object, string, string][] = [
    [{ nhsNumber: nthTestNhsNumber(3) }, 'nhsNumber', 'possible duplicates'],
    [{ nhsNumber: '9990000019' }, 'nhsNumber', 'not a valid NHS number'],
    [{ dateOfBirth: '2026-03-03' }, 'dateOfBirth', 'after the day on which a referral'],
    [{ dateOfBirth: '2090-01-01' }, 'dateOfBirth', 'in the future'],
    [{ dateOfBirth: '1990-01-01' }, 'dateOfBirth', 'at most 25'],
    [{ givenName: '' }, 'givenName', 'needed'],
    [{ school: '999999' }, 'school', 'Choose a school'],
    [{ education: 'home-educated' }, 'education', 'not at one'],
    [{ mainLanguage: 'Elvish' }, 'mainLanguage', 'from the list'],
  ];
  for (const [change, field, says] of wrong) {
    const answer = await step(personId, '/correct', { ...child(2), ...change, reason });
    expect({ field, status: answer.status }).toEqual({ field, status: 422 });
    expect(answer.body).toMatchObject({
      errors: [{ field, detail: expect.stringContaining(says) as string }],
    });
  }
  expect(await step(personId, '/correct', { ...child(2), reason })).toMatchObject({ status: 409 });
  const form = await app.page(`/people/${personId}/correct`);
  expect(form.text).toContain('value="Demo-Person-2"');
});

test('the second of two people is told that the record was changed', async () => {
  const { personId } = await logged(4);
  const { headers } = await app.get(`/api/people/${personId}`);
  const seen = { headers: { 'if-match': headers.get('etag') ?? '' }, who: 'triage' as const };
  expect(await step(personId, '/correct', { ...child(4), givenName: 'First', reason })).toMatchObject({
    status: 200,
  });
  const second = await app.post(
    `/api/people/${personId}/correct`,
    { ...child(4), givenName: 'Second', reason },
    seen,
  );
  expect(second.status).toBe(412);
  expect(second.text).toContain('A clinician changed what is held of this child');
  expect((await app.get(`/api/people/${personId}`)).body).toMatchObject({ details: { givenName: 'First' } });
});

test('where a child is is hidden by whoever cares, seen by few, and shown again only when it was checked', async () => {
  const { personId, referralId } = await logged(5);
  await step(personId, '/contacts', { name: 'Synthetic Aunt', relation: 'other', phone: '01632 960 777' });
  const because = { note: 'Synthetic: must not be found.' };
  expect(await step(personId, '/hide-address', because)).toMatchObject({ status: 200 });
  expect((await app.get(`/api/referrals/${referralId}`)).body['outwardPostcode']).toBeNull();
  const places = ['Synthetic Street', 'DH1 1AB', '01632 960', 'must not be found'];
  for (const path of ['', '/correct', '/contacts/1', '/gillick', '/contacts'])
    for (const place of places)
      expect((await app.page(`/people/${personId}${path}`)).text).not.toContain(place);
  expect((await app.page(`/people/${personId}`, 'triage')).text).toContain('Synthetic Street');

  const { address: _a, postcode: _b, phone: _c, school: _d, ...open } = child(5);
  expect(await step(personId, '/correct', { ...child(5), givenName: 'Moved', reason })).toMatchObject({
    status: 422,
  });
  expect(await step(personId, '/correct', { ...open, givenName: 'Moved', reason })).toMatchObject({
    status: 200,
  });
  expect(
    await step(personId, '/contacts/1', { name: 'Synthetic Aunt', relation: 'other', mayBeTold: true }),
  ).toMatchObject({ status: 200 });
  expect((await app.get(`/api/people/${personId}`, 'triage')).body).toMatchObject({
    details: { givenName: 'Moved', address: '1 Synthetic Street', contacts: [{ phone: '01632 960 777' }] },
  });

  expect((await step(personId, '/show-address', { ...because, sure: true })).status).toBe(403);
  expect((await step(personId, '/show-address', because, 'triage')).body).toMatchObject({
    errors: [{ field: 'sure', detail: expect.stringContaining('Tick') as string }],
  });
  expect((await step(personId, '/show-address', { ...because, sure: true }, 'triage')).status).toBe(200);
  expect((await app.get(`/api/referrals/${referralId}`)).body['outwardPostcode']).toBe('DH1');
  expect((await app.page(`/people/${personId}`)).text).toContain('Synthetic Street');
});

test('who decides is noted, and with it who may be told', async () => {
  const { personId } = await logged(6);
  for (const name of ['Synthetic Mother', 'Synthetic Uncle'])
    expect((await step(personId, '/contacts', { name, relation: 'parent', mayBeTold: true })).status).toBe(
      200,
    );
  const note = { decides: true, on: '2026-03-05', note: 'Synthetic: explained it back.' };
  expect((await step(personId, '/gillick', note)).status).toBe(200);
  expect((await app.page(`/people/${personId}`)).text).toContain('Ask the young person first');
  expect((await step(personId, '/gillick', { ...note, about: '2' })).status).toBe(200);
  const { text } = await app.page(`/people/${personId}`);
  for (const words of ['May not be told', 'explained it back', 'The young person decides'])
    expect(text).toContain(words);
  expect((await step(personId, '/gillick', { ...note, on: '2090-01-01' })).status).toBe(422);
  expect((await step(personId, '/gillick', { ...note, about: '9' })).status).toBe(409);
  expect((await step(personId, '/contacts/1/remove', { note: 'Synthetic: asked for.' })).status).toBe(200);
  expect((await app.get(`/api/people/${personId}`)).body).toMatchObject({
    details: { contacts: [{ name: 'Synthetic Uncle', mayBeTold: false, gillick: { decides: true } }] },
  });
  expect((await app.page(`/people/${personId}/contacts/2`)).status).toBe(404);
});

test('what a crash left untold is told by the next process, once', async () => {
  const { personId, referralId } = await logged(7);
  const spy = consumerSpy(app.messaging, [referralCorrected]);
  await spy.start();
  const db = await connect(app.databaseUrl, {
    log: logger({ level: 'silent', service: 'test' }),
    appName: 'test',
  });
  const untold = {
    ...{ key: 'synthetic', by: { id: 'synthetic-clinician', roles: ['clinician'] } },
    ...{ at: '2026-11-20T09:00:00Z', reason, gender: '1' },
  };
  await db.connection
    .collection<{ _id: string }>('people')
    .updateOne({ _id: personId }, { $set: { 'state.untold': untold } });
  await db.close();
  await app.restart();
  await spy.sees(referralCorrected.type, { referralId });
  await until(async () =>
    (await app.get(`/api/referrals/${referralId}`)).body['gender'] === '1' ? true : undefined,
  );
  await app.restart();
  await spy.stop();
  const history = (await app.get(`/api/referrals/${referralId}`)).body['history'] as { text: string }[];
  expect(history.filter(({ text }) => text.startsWith('Corrected who the child is'))).toHaveLength(1);
});
