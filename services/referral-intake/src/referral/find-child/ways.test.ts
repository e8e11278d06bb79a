import { pathwayIdOf } from '@waymark/events';
import { childrenOf, child, otherSchool, type Who } from '../../testing/children.ts';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
let use: ReturnType<typeof childrenOf>;
beforeAll(async () => {
  app = await intake();
  use = childrenOf(app);
});
afterAll(() => app.close());

async function found(body: object, who: Who = 'clinician'): Promise<string[]> {
  const answer = await app.post('/api/find', body, { who });
  expect([body, answer.status]).toEqual([body, 200]);
  const children = answer.body['children'] as { referrals: { referralId: string }[] }[];
  return children.flatMap(({ referrals }) => referrals.map(({ referralId }) => referralId));
}

test.each([
  [
    '07700 900123',
    '+44 7700 900123',
    '(07700) 900-123',
    '07700900123',
    '0044 7700 900123',
    '+44 (0)7700.900.123',
  ],
  ['+353 1 555 0100', '00353 1 555 0100', '+353 (1) 5550100'],
])('the phone number %s is found however it is typed', async (phone, ...ways) => {
  const id = await use.logged(child({ phone }));
  for (const find of [phone, ...ways])
    for (const who of ['clinician', 'referrer'] as const)
      expect([find, who, (await found({ find }, who)).includes(id)]).toEqual([find, who, true]);
});

test('a child is found by each phone number that is held of it, and by one without its nought', async () => {
  const contacts = [{ name: 'Synthetic Aunt', relation: 'other', phone: '01632 960 431' }];
  const id = await use.logged(child({ phone: '7700 900432', contacts }));
  for (const find of ['01632 960431', '07700 900432', '7700 900432', '+44 7700 900432'])
    expect([find, (await found({ find })).includes(id)]).toEqual([find, true]);
});

test('a child is found by the name that it goes by', async () => {
  const id = await use.logged(child({ preferredName: 'Zorbelline' }));
  expect(await found({ find: 'zorbelline' })).toEqual([id]);
});

test('of two records that became one, the number and the name of either finds the one', async () => {
  const { nhsNumber: _none, ...one } = child({ givenName: 'Bartholomew', dateOfBirth: '2011-04-18' });
  const two = child({ ...one, givenName: 'Bartholemew' });
  const [a, b] = [await use.logged(one), await use.logged(two, { service: 'adhd-assessment' })];
  const [merged, kept] = [await use.personOf(a), await use.personOf(b)];
  const pair = await use.pairOf(kept, merged);
  const done = await use.act(`/duplicates/${pair.pairId}/same-child`, { keep: kept, because: 'Synthetic.' });
  expect(done.status).toBe(200);
  for (const find of [
    String(two.nhsNumber),
    `Bartholemew ${one.familyName}`,
    `Bartholomew ${one.familyName}`,
  ])
    expect([find, (await found({ find })).toSorted()]).toEqual([find, [a, b].toSorted()]);
});

test('a reference is found with or without spaces, hyphens and capitals', async () => {
  const id = await use.logged(child());
  const reference = String((await use.shown(id))['reference']);
  for (const find of [
    reference.toLowerCase(),
    reference.replaceAll('-', ' '),
    reference.replaceAll('-', ''),
    ` ${reference.replaceAll('-', '–')} `,
  ])
    expect([find, await found({ find })]).toEqual([find, [id]]);
});

test('a date of birth is found as a person types it, alone or behind a name', async () => {
  const id = await use.logged(child({ familyName: 'Syntheticborn', dateOfBirth: '2017-06-15' }));
  for (const find of [
    '15 June 2017',
    '15/6/17',
    '15.06.2017',
    '15 Jun ’17',
    '2017-06-15',
    '15th of June 2017',
  ])
    for (const typed of [find, `Acorn ${find}`, `Syntheticborn, ${find}`])
      expect([typed, (await found({ find: typed })).includes(id)]).toEqual([typed, true]);
  expect((await found({ find: 'Thursday 15 June 2017' })).includes(id)).toBe(true);
  for (const dateOfBirth of ['15/6/17', '15 June 2017'])
    expect((await found({ find: 'syntheticborn', dateOfBirth })).includes(id)).toBe(true);
  expect(await found({ find: 'Syntheticborn 16/6/17' })).toEqual([]);
  const boxes = { 'dateOfBirth-day': '15', 'dateOfBirth-month': 'June', 'dateOfBirth-year': '17' };
  expect((await app.submit('/find', { find: 'syntheticborn', ...boxes })).text).toContain('Syntheticborn');
});

test('what is no date, or two of them, is answered with what to enter', async () => {
  for (const body of [{ find: '31/2/2017' }, { find: 'Acorn 31 June 2017' }, { dateOfBirth: '31/2/17' }]) {
    const { status, text } = await app.post('/api/find', body);
    expect([body, status]).toEqual([body, 422]);
    expect(text).toContain('Enter a real date of birth, like 15 June 2017 or 15/6/2017');
  }
  const twice = await app.post('/api/find', { find: '15/6/2017', dateOfBirth: '2017-06-16' });
  expect([twice.status, twice.text.includes('Two dates of birth')]).toEqual([422, true]);
});

test('the words of a name are found however they stand together, also by the school that stated them', async () => {
  const id = await use.logged(child({ familyName: "O'Harasynth" }));
  for (const find of ['O Harasynth', 'OHarasynth', 'acorn o’harasynth'])
    expect([find, await found({ find }, 'referrer'), await found({ find }, otherSchool)]).toEqual([
      find,
      [id],
      [],
    ]);
});

test('a child that is found leads to its wait, for who may see the waiting list', async () => {
  const id = await use.logged(child({ familyName: 'Syntheticwaiting' }));
  const asked = async (who: Who) => (await app.post('/api/find', { find: 'syntheticwaiting' }, { who })).body;
  const wait = (pathwayId: string | null) => ({ children: [{ referrals: [{ pathwayId, waits: true }] }] });
  expect(await asked('clinician')).toMatchObject(wait(pathwayIdOf(id)));
  expect(await asked('referrer')).toMatchObject(wait(null));
  const page = await app.submit('/find', { find: 'syntheticwaiting' });
  expect(page.text).toContain(`<a href="/pathways/${pathwayIdOf(id)}">Waiting since `);
  const etag = (await app.get(`/api/referrals/${id}`)).headers.get('etag') ?? '';
  const withdrawn = await app.post(
    `/api/referrals/${id}/withdraw`,
    { because: 'Synthetic words: the family asked.' },
    { headers: { 'if-match': etag } },
  );
  expect(withdrawn.status).toBe(200);
  expect((await app.submit('/find', { find: 'syntheticwaiting' })).text).toContain(
    'The wait, which has ended',
  );
});

test('of several words all are looked for, whichever comes first', async () => {
  await use.logged(child({ givenName: 'Corylussynth', familyName: 'Demo-Firstsynth' }));
  const id = await use.logged(child({ givenName: 'Corylussynth', familyName: 'Demo-Secondsynth' }));
  for (const find of [
    'Corylussynth Secondsynth',
    'Secondsynth Corylussynth',
    'Corylussynth Demo Secondsynth',
  ])
    expect([find, await found({ find })]).toEqual([find, [id]]);
  const double = await use.logged(child({ givenName: 'Corylussynth', familyName: 'Demosynth-Thirdsynth' }));
  await use.logged(child({ familyName: 'Demosynth-Thirdsynth' }));
  expect(await found({ find: 'Corylussynth Demosynth-Thirdsynth' })).toEqual([double]);
});
