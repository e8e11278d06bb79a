import { nthTestNhsNumber } from '@waymark/care-types';
import { childrenOf, child, nextNumber, otherSchool, type Who } from '../testing/children.ts';
import { intake, type Intake } from '../testing/intake.ts';

let app: Intake;
let use: ReturnType<typeof childrenOf>;
beforeAll(async () => {
  app = await intake();
  use = childrenOf(app);
});
afterAll(() => app.close());

const plan = {
  lead: { role: 'Class teacher', name: 'Fern Synthetic' },
  metOn: '2026-03-02',
  needs: { sleep: { home: 3 } },
};
async function begun(of: object, who: Who = otherSchool): Promise<string> {
  const { status, body, text } = await app.post('/api/plans', { ...plan, child: of }, { who });
  expect([status, status === 201 ? '' : text]).toEqual([201, '']);
  return String(body['planId']);
}

/** What direct care holds of a child besides what a school stated, in words that stand nowhere else. */
const secret = {
  address: '5 Secret Synthetic Road',
  phone: '01632 960 005',
  email: 'secret@example.invalid',
  preferredName: 'Zorbelle',
};

/** A child whom direct care knows with everything and a school by name, day of birth and postcode, in one record. */
async function twoRecordsInOne() {
  const number = String(nthTestNhsNumber(nextNumber()));
  const { familyName } = child();
  const of = { givenName: 'Bartholemew', familyName, dateOfBirth: '2011-03-17', postcode: 'DH7 7AA' };
  const held = await use.logged(
    { ...of, ...secret, practice: 'A83007', nhsNumber: number, postcode: 'DH1 1AB' },
    {
      service: 'community-paediatrics',
      circumstances: ['looked-after'],
      organisation: 'A83007',
      source: 'A1',
    },
  );
  const stated = { ...of, givenName: 'Bartholomew' };
  const own = await use.logged(stated, {}, otherSchool);
  const [a, b] = [await use.personOf(held), await use.personOf(own)];
  const pair = await use.pairOf(a, b);
  const done = await use.act(`/duplicates/${pair.pairId}/same-child`, { keep: a, because: 'Synthetic.' });
  expect(done.status).toBe(200);
  expect(await use.personOf(own)).toBe(a);
  return { held, own, stated, number, personId: a };
}

test('of two records that became one, a school reads on each page and in each answer what it stated, and nothing else', async () => {
  const { own, stated, number, personId, held } = await twoRecordsInOne();
  const planId = await begun(stated);
  const begin = await app.submit(`/plans/${planId}/refer`, {}, otherSchool);
  const draft = String(begin.headers.get('location'))
    .replace('/referrals', '')
    .replace(/\/\w+$/, '');
  const reference = String((await use.shown(held))['reference']);
  const pages = [
    ...[`/${own}`, `/${own}/logged`, `/${own}/plan`, `/${own}/circumstances`, '/', '/plans'],
    ...[`/plans/${planId}`, `/plans/${planId}/refer`, `/plans/${planId}/review`, `/plans/${planId}/step`],
    ...[`/plans/${planId}/end`, `${draft}/child`, `${draft}/request`, `${draft}/needs`, `${draft}/check`],
  ];
  const answers = ['/api/referrals', `/api/referrals/${own}`, '/api/plans', `/api/plans/${planId}`];
  const seen: [string, string][] = [];
  for (const path of pages) seen.push([path, (await app.page(path, otherSchool)).text]);
  for (const path of answers) seen.push([path, (await app.get(path, otherSchool)).text]);
  for (const find of [stated.familyName, '17 March 2011'])
    seen.push([find, (await app.post('/api/find', { find }, { who: otherSchool })).text]);
  const plain = (text: string) => text.replaceAll(/(?<=\d) (?=\d)/g, '');
  for (const [path, text] of seen) {
    expect([path, text.length > 100]).toEqual([path, true]);
    for (const word of [...Object.values(secret), 'Bartholemew', number, 'DH1 1AB', personId, reference])
      expect([path, word, plain(text).includes(plain(word))]).toEqual([path, word, false]);
  }
  expect((await app.page(`/${own}`, otherSchool)).text).not.toContain('Looked after');
});

test('which plan a referral follows is judged by what the school stated, not by a number that others know', async () => {
  const { own, stated } = await twoRecordsInOne();
  const planId = await begun({ ...stated, nhsNumber: String(nthTestNhsNumber(92_000)) });
  const joined = await app.post(`/api/referrals/${own}/plan`, { planId }, { who: otherSchool });
  expect(joined.status).toBe(200);
});

test('a school is not told of a referral that is not its own by the plan that it follows, nor of a plan of others', async () => {
  const one = child();
  const planId = await begun(one);
  const others = await use.logged(one, {
    service: 'eating-disorder',
    primaryReason: '12',
    organisation: 'A83007',
    source: 'A1',
  });
  const reference = String((await use.shown(others))['reference']);
  expect((await app.post(`/api/referrals/${others}/plan`, { planId })).status).toBe(200);
  expect((await app.page(`/plans/${planId}`)).text).toContain(reference);
  for (const text of [
    (await app.page(`/plans/${planId}`, otherSchool)).text,
    (await app.get(`/api/plans/${planId}`, otherSchool)).text,
    (await app.page('/plans?state=became-referral', otherSchool)).text,
  ]) {
    expect(text).not.toContain(reference);
    expect(text).not.toContain(others);
  }
  const own = await use.logged(child(), {}, 'referrer');
  const { givenName, familyName, dateOfBirth } = await use.shown(own);
  const theirs = await begun({ givenName, familyName, dateOfBirth });
  expect((await app.post(`/api/referrals/${own}/plan`, { planId: theirs })).status).toBe(200);
  expect((await app.get(`/api/referrals/${own}`, 'referrer')).body['plan']).toMatchObject({
    ...{ state: 'given', says: 'A plan was given.', planId: null },
  });
});

describe('circumstances', () => {
  const says = async (id: string, body: object, who: Who) => {
    const etag = (await app.get(`/api/referrals/${id}`, who)).headers.get('etag') ?? '';
    return app.post(`/api/referrals/${id}/circumstances`, body, { who, headers: { 'if-match': etag } });
  };
  const shownTo = async (id: string, who: Who) =>
    ((await use.shown(id, who))['circumstances'] as { id: string; since?: string }[]).map((each) => each.id);

  test('what a team states of the child is shown to no referrer, and a referrer’s own statement always is', async () => {
    const id = await use.logged(child(), { circumstances: ['exclusion-risk'] }, 'referrer');
    const note = 'Synthetic words of social care.';
    const begun = { begun: ['looked-after'], ended: ['exclusion-risk'], toldBy: 'social-care', note };
    expect((await says(id, begun, 'clinician')).status).toBe(200);
    expect(await shownTo(id, 'clinician')).toEqual(['looked-after']);
    expect(await shownTo(id, 'referrer')).toEqual(['exclusion-risk']);
    for (const text of [
      (await app.page(`/${id}`, 'referrer')).text,
      (await app.get(`/api/referrals/${id}`, 'referrer')).text,
    ])
      expect(text).not.toMatch(/Looked after|looked-after|words of social care/);
    expect((await app.page(`/${id}`)).text).toContain(note);
  });

  test('nothing is learnt of the team’s by stating the same, and nothing of the team’s is ended', async () => {
    const id = await use.logged(child(), {}, 'referrer');
    const byTeam = { begun: ['looked-after'], since: '2026-01-05', toldBy: 'social-care' };
    expect((await says(id, byTeam, 'clinician')).status).toBe(200);
    expect(await says(id, { ended: ['looked-after'], toldBy: 'family' }, 'referrer')).toMatchObject({
      status: 409,
      body: { code: 'nothing-changed' },
    });
    const same = await says(id, { begun: ['looked-after'], toldBy: 'school' }, 'referrer');
    expect([same.status, same.text.includes('2026-01-05')]).toEqual([200, false]);
    expect(await shownTo(id, 'referrer')).toEqual(['looked-after']);
    expect((await says(id, { ended: ['looked-after'], toldBy: 'school' }, 'referrer')).status).toBe(200);
    expect(await shownTo(id, 'referrer')).toEqual([]);
    expect((await use.shown(id))['circumstances']).toMatchObject([
      { id: 'looked-after', since: '2026-01-05', source: 'clinician' },
    ]);
  });

  test('what a school says for the family is its own statement too', async () => {
    const id = await use.logged(child(), {}, 'referrer');
    expect((await says(id, { begun: ['young-carer'], toldBy: 'family' }, 'referrer')).status).toBe(200);
    expect(await shownTo(id, 'referrer')).toEqual(['young-carer']);
    expect((await says(id, { ended: ['young-carer'], toldBy: 'family' }, 'referrer')).status).toBe(200);
    expect(await shownTo(id, 'clinician')).toEqual([]);
  });

  test('who comes second is told nothing of who the child may be', async () => {
    const { own } = await twoRecordsInOne();
    const stale = await app.post(
      `/api/referrals/${own}/circumstances`,
      { begun: ['young-carer'], toldBy: 'school' },
      { who: otherSchool, headers: { 'if-match': '"1"' } },
    );
    expect([stale.status, /records|child together/i.test(stale.text)]).toEqual([412, false]);
  });
});
