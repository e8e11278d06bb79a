import { referralReceived } from '@waymark/events';
import { consumerSpy } from '@waymark/messaging/testing';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
let now = Temporal.Now.instant();
beforeAll(async () => {
  app = await intake({ clock: { now: () => now } });
});
afterAll(() => app.close());

const steps: [step: string, fields: Record<string, string>][] = [
  [
    'child',
    {
      'child.givenName': 'Bramble',
      'child.familyName': 'Demo-Ashgill',
      'child.dateOfBirth-day': '4',
      'child.dateOfBirth-month': '5',
      'child.dateOfBirth-year': '2015',
      'child.nhsNumberNotKnown': 'true',
    },
  ],
  [
    'request',
    {
      service: 'adhd-assessment',
      primaryReason: '24',
      'receivedOn-day': '2',
      'receivedOn-month': '3',
      'receivedOn-year': '2026',
      notes: 'Synthetic words of a referrer.',
    },
  ],
  ['plan', { 'plan.missing.why': 'being-written' }],
  ['circumstances', { circumstances: 'exclusion-risk' }],
  [
    'since',
    {
      'since.exclusion-risk-day': '10',
      'since.exclusion-risk-month': '2',
      'since.exclusion-risk-year': '2026',
      'knownFrom.exclusion-risk': 'social-care',
    },
  ],
  ['needs', { 'needs.sleep.home': '2', strengths: 'Draws well.', tried: 'A visual timetable.' }],
  ['consent', { 'consent.given': 'yes', 'consent.by': 'parent', 'consent.heldBy': 'Both parents' }],
];

const referrer = {
  source: 'C2',
  organisation: 'Framwellgate School Durham (114312)',
  'referredBy.role': 'Teacher',
};

const placeOf = (answer: { headers: Headers }) =>
  String(answer.headers.get('location')).replace('/referrals', '');

async function begun(fields: Record<string, string> = referrer): Promise<string> {
  const sent = await app.submit('/new', fields);
  expect(sent.status).toBe(303);
  return placeOf(sent).replace('/child', '');
}

test('a person writes a referral step by step, leaves it, comes back, checks it and sends it once', async () => {
  const draft = await begun();
  const spy = consumerSpy(app.messaging, [referralReceived]);
  await spy.start();
  const went: string[] = [];
  for (const [step, fields] of steps) {
    const saved = await app.submit(`${draft}/${step}`, fields);
    expect({ step, status: saved.status }).toEqual({ step, status: 303 });
    went.push(placeOf(saved).replace(draft, ''));
  }
  expect(went).toEqual(['/request', '/plan', '/circumstances', '/since', '/needs', '/consent', '/check']);

  expect((await app.page('/new')).text).toContain('Bramble Demo-Ashgill');
  expect((await app.page(`${draft}/child`)).text).toContain('value="Demo-Ashgill"');
  const check = await app.page(`${draft}/check`);
  for (const words of ['Draws well.', 'A visual timetable.', 'Both parents', '10 February 2026', 'Teacher'])
    expect(check.text).toContain(words);
  expect(check.text).not.toContain('Something is still missing');

  const sent = await app.submit(`${draft}/check`, {});
  expect(sent.status).toBe(303);
  const referralId = placeOf(sent).split('/')[1] ?? '';
  const told = await spy.sees(referralReceived.type, { referralId });
  expect(told.data).toMatchObject({
    receivedOn: '2026-03-02',
    circumstances: [
      { id: 'exclusion-risk', since: '2026-02-10', knownFrom: 'social-care', source: 'clinician' },
    ],
    needs: [{ domain: 'sleep', home: 2, school: 0, community: 0, notSaid: ['school', 'community'] }],
  });
  expect(JSON.stringify(told)).not.toMatch(/Draws well|Both parents|Synthetic words/);
  await spy.stop();

  const shown = await app.page(`/${referralId}`);
  for (const words of ['Draws well.', 'A visual timetable.', 'Both parents', 'Teacher'])
    expect(shown.text).toContain(words);
  expect((await app.get(`/api/referrals/${referralId}`)).body).toMatchObject({
    told: { strengths: 'Draws well.', consent: { given: 'yes', by: 'parent' } },
  });
  expect(placeOf(await app.submit(`${draft}/check`, {}))).toBe(`/${referralId}/logged`);
  expect((await app.get('/api/referrals')).body).toMatchObject({ all: 1 });
  expect((await app.page(`${draft}/child`)).text).toContain('This draft became a referral');
  expect((await app.submit(`${draft}/child`, steps[0]?.[1] ?? {})).status).toBe(409);
});

test('what is wrong is said at its step, and nothing typed is lost', async () => {
  const unknown = await app.submit('/new', { ...referrer, organisation: 'Nowhere' });
  expect(unknown.status).toBe(422);
  expect(unknown.text).toContain('Choose a school from the list');
  expect(unknown.text).toContain('value="Nowhere"');

  const draft = await begun();
  const born = await app.submit(`${draft}/child`, { ...steps[0]?.[1], 'child.dateOfBirth-year': '2090' });
  expect(born.status).toBe(422);
  expect(born.text).toContain('must not be in the future');
  expect(born.text).toContain('value="Bramble"');
  const later = await app.submit(`${draft}/since`, {
    'since.exclusion-risk-day': '1',
    'since.exclusion-risk-month': '1',
    'since.exclusion-risk-year': '2090',
  });
  expect(later.status).toBe(422);
  expect(later.text).toContain('since a day in the future');

  const check = await app.page(`${draft}/check`);
  expect(check.text).toContain('This step is not filled in yet');
  expect((await app.submit(`${draft}/check`, {})).status).toBe(422);
  expect((await app.get('/api/referrals')).body).toMatchObject({ all: 1 });
});

test('more is told of the child and of who else there is, folded away until it is', async () => {
  const draft = await begun();
  const plain = { ...steps[0]?.[1], 'child.familyName': 'Demo-Folded' };
  expect((await app.page(`${draft}/child`)).text).toMatch(
    /<details class="nhsuk-details">\s*<summary[^>]*><span[^>]*>More about/,
  );
  const unsaid = { ...plain, 'child.nhsNumberNotKnown': '' };
  const wrong: [Record<string, string>, string][] = [
    [unsaid, 'Enter the NHS number, or tick that it is not known'],
    [{ ...plain, 'child.nhsNumber': '999 000 0018' }, 'Take away the NHS number, or the tick'],
    [{ ...plain, 'child.mainLanguage': 'Elvish' }, 'Choose a language from the list'],
    [
      { ...plain, 'child.education': 'home-educated', 'child.school': 'Framwellgate School Durham (114312)' },
      'Say either the school',
    ],
  ];
  for (const [fields, says] of wrong) {
    const answer = await app.submit(`${draft}/child`, fields);
    expect({ status: answer.status, said: answer.text.includes(says) }).toEqual({ status: 422, said: true });
    expect(answer.text).toContain('value="Bramble"');
  }
  await app.submit(`${draft}/child`, {
    ...plain,
    'child.education': 'home-educated',
    'child.preferredName': 'Bram',
    'child.mainLanguage': 'Polish',
    'child.interpreterNeeded': 'true',
    'child.addressHidden': 'true',
  });
  const again = await app.page(`${draft}/child`);
  expect(again.text).toContain('value="Polish"');
  expect(again.text).toContain('<details class="nhsuk-details" open>');

  const consent = { 'consent.given': 'not-asked' };
  const first = { 'contacts.1.name': 'Synthetic Aunt', 'contacts.1.relation': 'other' };
  const another = await app.submit(`${draft}/consent`, { ...consent, ...first, another: 'true' });
  expect(placeOf(another)).toBe(`${draft}/consent`);
  expect((await app.page(`${draft}/consent`)).text).toContain('Name of person 2');
  const nameless = await app.submit(`${draft}/consent`, { ...consent, 'contacts.2.relation': 'parent' });
  expect(nameless.text).toContain('The name is needed');
  await app.submit(`${draft}/consent`, {
    ...{ ...consent, ...first, contactPreference: 'letter', accessibleNeeds: 'Large print' },
    'contacts.2.name': 'Synthetic Mother',
    'contacts.2.relation': 'parent',
    'contacts.2.phone': '01632 960 555',
    'contacts.2.parentalResponsibility': 'yes',
    'contacts.2.mayBeTold': 'true',
  });
  for (const [step, fields] of steps.slice(1, -1)) await app.submit(`${draft}/${step}`, fields);
  const check = await app.page(`${draft}/check`);
  for (const words of ['Bram', 'Polish', 'Taught at home', 'Hidden from all', 'Large print', 'By letter'])
    expect(check.text).toContain(words);
  for (const words of ['Synthetic Aunt', 'Synthetic Mother, 01632 960 555', 'Social care said so'])
    expect(check.text).toContain(words);
  const sent = await app.submit(`${draft}/check`, {});
  expect(sent.status).toBe(303);
  const { body } = await app.get(`/api/referrals/${placeOf(sent).split('/')[1] ?? ''}`);
  const { body: person } = await app.get(`/api/people/${String(body['personId'])}`, 'triage');
  expect(person).toMatchObject({
    details: {
      ...{ preferredName: 'Bram', mainLanguage: 'pl', interpreterNeeded: true, education: 'home-educated' },
      ...{ addressHidden: true, contactPreference: 'letter', accessibleNeeds: 'Large print' },
      contacts: [
        { name: 'Synthetic Aunt', mayBeTold: false, parentalResponsibility: 'unknown' },
        { name: 'Synthetic Mother', phone: '01632 960 555', mayBeTold: true, parentalResponsibility: 'yes' },
      ],
    },
  });
});

test('a serious risk stops the form with the way to help, and clinicians see it before it is sent', async () => {
  const draft = await begun();
  const said = await app.submit(`${draft}/circumstances`, { circumstances: 'serious-risk' });
  expect(placeOf(said)).toBe(`${draft}/crisis`);
  expect((await app.page(`${draft}/crisis`)).text).toContain('Stay with the child');
  for (const list of ['/', '/triage'])
    expect((await app.page(list)).text).toContain('Serious risk stated in a referral that is not sent yet');
  expect((await app.get('/api/triage')).body['risk']).toMatchObject({
    drafts: [{ draftId: draft.split('/').at(-1) }],
    families: 0,
  });
  expect((await app.page('/', 'referrer')).text).not.toContain('that is not sent yet');
  await app.submit(`${draft}/circumstances`, {});
  expect((await app.page('/')).text).not.toContain('that is not sent yet');
});

test('a draft that is thrown away is gone', async () => {
  const draft = await begun();
  await app.submit(`${draft}/child`, { ...steps[0]?.[1], 'child.givenName': 'Thrownaway' });
  expect((await app.page('/new')).text).toContain('Thrownaway');
  expect(placeOf(await app.submit(`${draft}/throw-away`, {}))).toBe('/new');
  expect((await app.page('/new')).text).not.toContain('Thrownaway');
  expect((await app.submit(`${draft}/check`, {})).status).toBe(409);
});

test('a draft that nobody goes on with for 30 days is thrown away at the next look', async () => {
  await begun({ ...referrer, 'referredBy.name': 'Longgone' });
  now = now.add({ hours: 24 * 29 });
  await app.restart();
  await app.swept('expire-drafts');
  expect((await app.get('/api/drafts')).body['drafts']).not.toEqual([]);
  now = now.add({ hours: 48 });
  await app.restart();
  await app.swept('expire-drafts');
  expect((await app.get('/api/drafts')).body).toEqual({ drafts: [] });
});

test('a referrer goes on with what their own school has begun, and with nothing else', async () => {
  const draft = await begun();
  expect((await app.page(`${draft}/child`, 'referrer')).status).toBe(403);
  const own = await app.submit('/new', { source: 'C2' }, 'referrer');
  expect(own.status).toBe(303);
  expect((await app.page(placeOf(own), 'referrer')).status).toBe(200);
});

test('a program writes a draft too', async () => {
  const made = await app.post('/api/drafts', { source: 'C2', organisation: '114312' });
  expect(made).toMatchObject({ status: 201, body: { next: 'child' } });
  const id = String(made.body['draftId']);
  const saved = await app.post(`/api/drafts/${id}/needs`, { needs: { sleep: { home: 1 } } });
  expect(saved).toMatchObject({ status: 200, body: { draftId: id, next: 'child' } });
  const early = await app.post(`/api/drafts/${id}/send`, {});
  expect(early.status).toBe(422);
  expect(JSON.stringify(early.body)).toContain('This step is not filled in yet');
});

test('the steps are counted the same from the first page to the check, each with a way back', async () => {
  const began = await app.submit('/new', { source: 'C2' }, 'referrer');
  const draft = placeOf(began).replace('/child', '');
  await app.submit(`${draft}/circumstances`, { circumstances: 'exclusion-risk' }, 'referrer');
  expect((await app.page('/new', 'referrer')).text).toContain('step 1 of 7');
  const places = {
    ...{
      referrer: 1,
      child: 2,
      request: 3,
      plan: 3,
      circumstances: 4,
      since: 4,
      needs: 5,
      consent: 6,
      check: 7,
    },
  };
  for (const [step, place] of Object.entries(places)) {
    const { text } = await app.page(`${draft}/${step}`, 'referrer');
    expect({ step, says: /step \d of \d/.exec(text)?.[0] }).toEqual({ step, says: `step ${place} of 7` });
    expect({ step, back: text.includes('class="nhsuk-back-link"') }).toEqual({
      step,
      back: step !== 'referrer',
    });
  }
  expect((await app.page(`${draft}/needs`, 'referrer')).text).toMatch(/nhsuk-back-link" href="[^"]*\/since"/);
});

test('who refers is filled in from the sign-in, then as it was said last, and the child goes to the own school', async () => {
  const claims = {
    waymark_job_title: 'SENCO',
    phone_number: '01632 960 101',
    email: 'synthetic@example.org',
  };
  const person = {
    id: 'synthetic-senco',
    name: 'Synthetic Senco',
    roles: ['referrer'],
    organisation: '114312',
  } as const;
  const cookie = await app.identity.cookieFor(person, { claims });
  const headers = { cookie, accept: 'text/html' };
  const first = (await app.request('/referrals/new', { headers })).text;
  for (const value of ['Synthetic Senco', 'SENCO', '01632 960 101', 'synthetic@example.org'])
    expect(first).toContain(`value="${value}"`);
  expect(first).toMatch(/<option value="C2" selected>/);
  const sources = [...first.matchAll(/<option value="([A-Z]\d)"/g)].map(([, code]) => code);
  expect(sources.slice(0, 3)).toEqual(['C2', 'F1', 'A1']);

  const began = await app.submit('/new', { source: 'F1', 'referredBy.role': 'Class teacher' }, person);
  expect((await app.page('/new', person)).text).toContain('value="Class teacher"');
  expect((await app.page('/new', person)).text).toMatch(/<option value="F1" selected>/);
  expect((await app.page(placeOf(began), person)).text).toMatch(
    /name="child.school"[^>]*value="[^"]*\(114312\)"/,
  );
  expect((await app.page('/new', 'referrer')).text).not.toContain('Class teacher');
});

test('what only a clinical team knows is not asked of a school, and the focus is in the first field', async () => {
  const own = placeOf(await app.submit('/new', { source: 'C2' }, 'referrer')).replace('/child', '');
  const logged = await begun();
  const asked = ['priority', 'team', 'receivedOn-day', 'receivedTime'];
  const ofSchool = (await app.page(`${own}/request`, 'referrer')).text;
  const ofClinician = (await app.page(`${logged}/request`)).text;
  for (const name of asked) {
    expect({ name, asked: ofSchool.includes(`name="${name}"`) }).toEqual({ name, asked: false });
    expect({ name, asked: ofClinician.includes(`name="${name}"`) }).toEqual({ name, asked: true });
  }
  const unnumbered = { ...steps[0]?.[1], 'child.nhsNumberNotKnown': '' };
  expect((await app.submit(`${own}/child`, unnumbered, 'referrer')).status).toBe(303);
  for (const step of ['child', 'request', 'circumstances', 'needs', 'consent'])
    expect({
      step,
      first: (await app.page(`${own}/${step}`, 'referrer')).text.split('autofocus').length,
    }).toEqual({ step, first: 2 });
});

test('a need that is chosen counts though nothing is said of how much, and what is not chosen any more does not', async () => {
  const draft = await begun();
  const fields = { 'needs.sleep.home': '0', 'needs.change.school': '3' };
  await app.submit(`${draft}/needs`, { chosen: 'sleep', ...fields });
  const check = (await app.page(`${draft}/check`)).text;
  expect(check).toContain('At home: 0, At school, nursery or college: not said, Out and about: not said');
  expect(check).not.toContain('Change and flexibility');
});

test('an organisation typed short is answered with what it may be, and is never sent as something longer', async () => {
  const short = await app.submit('/new', { source: 'C2', organisation: 'Framwellgate' });
  expect(short.status).toBe(422);
  expect(short.text).toContain(
    'Did you mean Framwellgate Moor Primary School (130940), or Framwellgate School Durham',
  );
  const posted = await app.post('/api/drafts', { source: 'C2', organisation: 'Framwellgate' });
  expect(posted.status).toBe(422);
});
