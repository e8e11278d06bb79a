import { nthTestNhsNumber } from '@waymark/care-types';
import { pathwayIdOf, pathwayOpened, supportSuggested } from '@waymark/events';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
let id: string;
beforeAll(async () => {
  app = await intake();
  const logged = await app.post('/api/referrals', {
    source: 'C2',
    organisation: '114312',
    child: {
      givenName: 'Willow',
      familyName: 'Demo-Wearhead',
      dateOfBirth: '2016-05-04',
      nhsNumber: nthTestNhsNumber(1),
    },
    service: 'autism-assessment',
    primaryReason: '25',
    receivedOn: '2026-03-02',
  });
  id = String(logged.body['referralId']);
});
afterAll(() => app.close());

test('says that clocks and support are on their way until the other services know of it', async () => {
  const { text, status } = await app.page(`/${id}`);
  expect(status).toBe(200);
  expect(text).toContain('It is being put on the waiting list.');
  expect(text).toContain('Suggestions for the family are being made.');
  expect((await app.get(`/api/referrals/${id}`)).body['wait']).toEqual({
    clocks: { known: false, why: 'not-there' },
    support: { known: false, why: 'not-there' },
  });
});

test('shows the clocks and the support that the other services tell', async () => {
  const pathwayId = pathwayIdOf(id);
  const { stage, clocks, priority } = pathwayOpened.example;
  app.others.answers[`/pathways/api/${pathwayId}`] = pathwayOpened.example;
  app.others.answers[`/support/api/plans/${pathwayId}`] = supportSuggested.example;
  const { text } = await app.page(`/${id}`);
  for (const { title } of clocks) expect(text).toContain(title);
  for (const { title } of supportSuggested.example.suggestions.slice(0, 3)) expect(text).toContain(title);
  const { body } = await app.get(`/api/referrals/${id}`);
  expect(body['wait']).toMatchObject({
    clocks: { known: true, value: { stage, clocks, priority } },
    support: { known: true, value: { suggestions: supportSuggested.example.suggestions } },
  });
});

test('does without them when the other services are away, and asks nothing for a referrer', async () => {
  app.others.is('away');
  const { text, status } = await app.page(`/${id}`);
  expect(status).toBe(200);
  expect(text).toContain('The waiting list cannot be reached at the moment.');
  expect(text).toContain('Support plans cannot be reached at the moment.');
  expect(app.logged()).not.toContain('Demo-Wearhead');
  app.others.is('there');
  const referrer = {
    id: 'synthetic-school',
    name: 'School',
    roles: ['referrer' as const],
    organisation: '114312',
  };
  const seen = await app.page(`/${id}`, referrer);
  expect(seen.status).toBe(200);
  expect(seen.text).not.toContain('Clocks and priority');
  expect((await app.get(`/api/referrals/${id}`, referrer)).body['wait']).toEqual({
    clocks: { known: false, why: 'not-permitted' },
    support: { known: false, why: 'not-permitted' },
  });
});
