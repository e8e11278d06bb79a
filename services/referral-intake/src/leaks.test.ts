import { randomInt } from 'node:crypto';
import mongoose from 'mongoose';
import { nthTestNhsNumber, TEST_NHS_NUMBERS } from '@waymark/care-types';
import { referralAccepted, referralCorrected, referralReceived, referralWithdrawn } from '@waymark/events';
import { consumerSpy } from '@waymark/messaging/testing';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from './testing/intake.ts';
import { row, rowNames } from './testing/rows.ts';

/** What must be seen nowhere: each stands out, so that a sighting is no chance. */
const marks = {
  given: 'Xylophania',
  family: 'Demo-Quizzlethorpe',
  number: String(nthTestNhsNumber(randomInt(TEST_NHS_NUMBERS))),
  address: '77 Zanzibar Synthetic Mews',
  postcode: 'DH1 1AB',
  phone: '07700 900987',
  email: 'quizzlethorpe@example.invalid',
  notes: 'Vermilion hippopotamus sentence of a referrer',
  reason: 'Turquoise armadillo sentence of a withdrawal',
  aunt: 'Marmalade Demo-Aunt',
  noted: 'Cobalt pangolin sentence of a clinician',
};
const sought = [...Object.values(marks), 'DH11AB', encodeURIComponent(marks.address)];

function sightings(where: string, text: string): string[] {
  return sought
    .filter((mark) => text.toLowerCase().includes(mark.toLowerCase()))
    .map((mark) => `${mark} in ${where}`);
}

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

test('who a child is appears in no log, measure, event, address or plain field of the database', async () => {
  const spy = consumerSpy(app.messaging, [
    referralReceived,
    referralAccepted,
    referralCorrected,
    referralWithdrawn,
  ]);
  await spy.start();
  const body = {
    source: 'B2',
    child: {
      givenName: marks.given,
      familyName: marks.family,
      dateOfBirth: '2015-04-03',
      nhsNumber: marks.number,
      address: marks.address,
      postcode: marks.postcode,
      phone: marks.phone,
      email: marks.email,
    },
    service: 'autism-assessment',
    primaryReason: '25',
    receivedOn: '2026-03-02',
    notes: marks.notes,
  };
  const logged = await app.post('/api/referrals', body);
  expect(logged.status).toBe(201);
  const referralId = String(logged.body['referralId']);
  const addresses = [String(logged.headers.get('location'))];
  await app.post('/api/referrals', { ...body, service: marks.notes });
  await app.post('/api/referrals', { ...body, [marks.family]: 1 });
  await app.post('/api/referrals', body);
  await app.submit('/log', { 'child.givenName': marks.given, notes: marks.notes });
  const begun = await app.submit('/new', { source: 'B2', 'referredBy.name': marks.given });
  const draft = String(begun.headers.get('location')).replace(/^\/referrals(.*)\/child$/, '$1');
  addresses.push(draft);
  await app.submit(`${draft}/needs`, { strengths: marks.notes });
  expect((await app.page(`${draft}/needs`)).text).toContain(marks.notes);
  const found = await app.submit('/find', { find: marks.number });
  addresses.push(String(found.headers.get('location')));
  await app.get(`/${encodeURIComponent(marks.family)}`);
  await app.get(`/organisations?q=${encodeURIComponent(marks.address)}`);
  const shown = await app.page(`/${referralId}`);
  expect(shown.text).toContain(marks.family);
  expect(shown.text).toContain(marks.notes);
  const person = `/people/${String((await app.get(`/api/referrals/${referralId}`)).body['personId'])}`;
  addresses.push(person);
  const reason = 'typed-wrongly';
  const steps: [path: string, body: object][] = [
    [
      '/correct',
      { ...body.child, dateOfBirth: '2015-03-04', preferredName: marks.aunt, reason, note: marks.noted },
    ],
    ['/contacts', { name: marks.aunt, relation: 'other', phone: marks.phone }],
    ['/gillick', { about: '1', decides: true, on: '2026-03-05', note: marks.noted }],
    ['/contacts/1/remove', { note: marks.noted }],
    ['/hide-address', { note: marks.noted }],
    ['/correct', { ...body.child, nhsNumber: marks.address }],
  ];
  for (const [path, sent] of steps) {
    const { headers } = await app.get(`/api${person}`);
    const seen = { headers: { 'if-match': headers.get('etag') ?? '' } };
    const done = await app.post(`/api${person}${path}`, sent, seen);
    expect({ path, status: done.status }).toEqual({
      path,
      status: 'reason' in sent || path !== '/correct' ? 200 : 422,
    });
  }
  await spy.sees(referralCorrected.type, { referralId });
  const version = (await app.get(`/api/referrals/${referralId}`)).headers.get('etag') ?? '';
  await app.post(
    `/api/referrals/${referralId}/withdraw`,
    { because: marks.reason },
    { headers: { 'if-match': version } },
  );
  const sent = await app.sendFile(
    [
      rowNames,
      row(1, { family_name: marks.family, clinical_notes: marks.notes }),
      row(2, { family_name: marks.family, gender: marks.given, clinical_notes: marks.notes }),
      row(3, { family_name: marks.family, service: marks.given, clinical_notes: marks.notes }),
      `"${marks.address}`,
    ].join('\n'),
    { filename: `${marks.family}.csv` },
  );
  await until(async () => {
    const { body: state } = await app.get(`/api/imports/${String(sent.body['id'])}`, 'operator');
    return state['state'] === 'done' ? true : undefined;
  });
  const rejected = await app.get(`/api/imports/${String(sent.body['id'])}/rejected`, 'operator');
  expect(rejected.text).toContain(marks.notes);
  await spy.sees(referralWithdrawn.type, { referralId });

  const connection = await mongoose.createConnection(app.databaseUrl).asPromise();
  const database: string[] = [];
  for (const { name } of (await connection.db?.listCollections().toArray()) ?? [])
    for (const document of (await connection.db?.collection(name).find().toArray()) ?? [])
      database.push(...sightings(`the collection ${name}`, JSON.stringify(document)));
  await connection.close();

  expect([
    ...sightings('the log', app.logged()),
    ...sightings('the measures', await app.metrics()),
    ...sightings('the events', JSON.stringify(spy.seen())),
    ...sightings('an address', addresses.join(' ')),
    ...database,
  ]).toEqual([]);
});
