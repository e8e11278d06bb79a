import { nthTestNhsNumber } from '@waymark/care-types';
import { referralReceived } from '@waymark/events';
import { consumerSpy } from '@waymark/messaging/testing';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

/** A synthetic child's referral; each number is another child. */
const referral = (n: number) => ({
  source: 'C2',
  organisation: '114312',
  child: {
    givenName: 'Acorn',
    familyName: `Demo-Hamsterley-${n}`,
    dateOfBirth: '2016-05-04',
    nhsNumber: nthTestNhsNumber(n),
    postcode: 'DH1 1AB',
  },
  service: 'autism-assessment',
  primaryReason: '25',
  receivedOn: '2026-03-02',
  circumstances: ['exclusion-risk@2026-02-10'],
  needs: { sleep: { home: 3, school: 1 } },
  notes: 'Synthetic words of a referrer.',
});

test.each([
  ['2025-03-30', '01:30', 'that time does not exist'],
  ['2025-10-26', '01:30', 'Add BST for the first of them'],
  ['2025-10-26', '24:00', 'Enter a time on the clock in England, like 22:15'],
])('received on %s at %s is refused at its field', async (receivedOn, receivedTime, says) => {
  const { status, text } = await app.post('/api/referrals', { ...referral(7), receivedOn, receivedTime });
  expect(status).toBe(422);
  expect(text).toContain('receivedTime');
  expect(text).toContain(says);
});

test('a program logs a referral: it is told to others, listed and read', async () => {
  const spy = consumerSpy(app.messaging, [referralReceived]);
  await spy.start();
  const logged = await app.post('/api/referrals', referral(1));
  expect(logged.status).toBe(201);
  expect(logged.body['reference']).toMatch(/^WM-/);
  const referralId = String(logged.body['referralId']);
  const told = await spy.sees(referralReceived.type, { referralId });
  expect(told.data).toMatchObject({
    status: 'received',
    provider: 'RX3',
    receivedOn: '2026-03-02',
    outwardPostcode: 'DH1',
    imdDecile: 10,
    circumstances: [{ id: 'exclusion-risk', since: '2026-02-10', source: 'clinician' }],
    needs: [{ domain: 'sleep', home: 3, school: 1, community: 0 }],
  });
  await spy.stop();

  expect((await app.get('/api/referrals')).body).toMatchObject({ all: 1 });
  expect((await app.get(`/api/referrals/${referralId}`)).body).toMatchObject({
    familyName: 'Demo-Hamsterley-1',
    notes: 'Synthetic words of a referrer.',
  });
  const personId = String((told.data as Record<string, unknown>)['personId']);
  expect((await app.get(`/api/people/resolve?ids=${personId}`)).body).toEqual({
    names: { [personId]: { given: 'Acorn', family: 'Demo-Hamsterley-1' } },
  });
});
