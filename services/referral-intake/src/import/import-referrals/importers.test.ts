import { connect } from '@waymark/aggregate-store';
import { systemClock, todayInLondon } from '@waymark/care-types';
import { logger } from '@waymark/service-base';
import type { TestPerson } from '@waymark/testkit';
import { until } from '@waymark/testkit/until';
import { child, childrenOf, otherSchool, type Who } from '../../testing/children.ts';
import { intake, type Intake } from '../../testing/intake.ts';
import { row, rowNames } from '../../testing/rows.ts';

let app: Intake;
let use: ReturnType<typeof childrenOf>;
beforeAll(async () => {
  app = await intake();
  use = childrenOf(app);
});
afterAll(() => app.close());

const school = 'referrer' as const;
const practice: TestPerson = {
  id: 'synthetic-practice',
  name: 'Synthetic practice',
  roles: ['referrer'],
  organisation: 'A83001',
};
const team: TestPerson = {
  id: 'synthetic-team',
  name: 'Synthetic team',
  roles: ['clinician'],
  organisation: 'RX3',
};
const otherTeam: TestPerson = { ...team, id: 'synthetic-other-team', organisation: 'RXP' };
const today = todayInLondon(systemClock);

async function sent(lines: readonly string[], who: Who, filename?: string) {
  const answer = await app.sendFile([rowNames, ...lines].join('\n'), { who, ...(filename && { filename }) });
  expect(answer).toMatchObject({ status: 202, body: { by: 'You' } });
  return until(async () => {
    const { body } = await app.get(`/api/imports/${String(answer.body['id'])}`, who);
    return body['state'] === 'reading' ? undefined : body;
  });
}
const summaryOf = async (id: unknown, who: Who) =>
  (await app.get(`/api/imports/${String(id)}/summary`, who)).text;
const referencesIn = (text: string) => text.match(/WM-\w{4}-\w{4}/g) ?? [];
async function byReference(reference: string | undefined, who: Who) {
  const { referrals } = (await app.get('/api/referrals?limit=100', who)).body as {
    referrals: { reference: string; referralId: string }[];
  };
  return referrals.find((each) => each.reference === reference)?.referralId ?? '';
}

describe('a school imports its own children', () => {
  test('each is received today under its own name, without what only a team says; an earlier day is a proposal', async () => {
    const names = `${rowNames},accepted_date,team_type,referring_organisation`;
    const lines = [
      `${row(70_001, { source_of_referral: '' })},2025-04-01,C01,A83001`,
      `${row(70_002, { received_date: '', provider_code: 'RXP' })},,,114312`,
      `${row(70_003, { received_date: 'last week' })},,,`,
      `${row(70_004, { received_date: '2999-01-01' })},,,`,
    ];
    const answer = await app.sendFile([names, ...lines].join('\n'), { who: school });
    const done = await until(async () => {
      const { body } = await app.get(`/api/imports/${String(answer.body['id'])}`, school);
      return body['state'] === 'done' ? body : undefined;
    });
    expect(done).toMatchObject({ added: 3, duplicates: 0, rejected: 1, setAside: 3 });
    const summary = await summaryOf(done['id'], school);
    expect(summary).toMatch(
      /2,"Set aside[^"]*",WM-[^,]+,accepted_date,Only the team that takes a referral on/,
    );
    expect(summary).toMatch(/referring_organisation,You import for your own organisation alone,A83001/);
    expect(summary).toMatch(/3,"Set aside[^"]*",WM-[^,]+,provider_code,Who provides it follows/);
    expect(summary).toMatch(/4,"Set aside[^"]*",WM-[^,]+,received_date,"Enter a real date.*,last week/);
    const [first, second] = [...new Set(referencesIn(summary))];
    const id = await byReference(first, school);
    expect(await use.shown(id)).toMatchObject({
      ...{ receivedOn: today, proposedReceivedOn: '2025-03-02', acceptedOn: null, team: null },
      ...{ organisation: '114312', provider: 'RX3', source: 'C2', status: 'received' },
    });
    expect(await use.shown(await byReference(second, school))).toMatchObject({
      ...{ receivedOn: today, proposedReceivedOn: null, provider: 'RX3' },
    });
    const page = await app.page(`/imports/${String(done['id'])}`, school);
    expect(page.text).toContain('3 referrals were received.');
    expect(page.text).toContain(`href="/referrals/${id}"`);
    expect((await app.page(`/${id}`, school)).text).toContain('Demo-Row-70001');
  });

  test('a file without received dates is taken, and the reference that is made does without', async () => {
    const file = 'First name;Last name;Born;Service\nAcorn;Demo-Undated;14/05/2016;Autism';
    const answer = await app.sendFile(file, { who: school });
    const path = `/api/imports/${String(answer.body['id'])}`;
    await until(async () => (await app.get(path, school)).body['state'] === 'headings' || undefined);
    const asked = (await app.get(`${path}/headings`, school)).body as { needed: string[] };
    expect(asked.needed).not.toContain('received_date');
    const headings = {
      ...{ 'First name': 'given_name', 'Last name': 'family_name' },
      ...{ Born: 'date_of_birth', Service: 'service' },
    };
    const said = await app.post(`${path}/headings`, { headings, makeReference: true }, { who: school });
    expect(said.status).toBe(202);
    const done = await until(async () => {
      const { body } = await app.get(path, school);
      return body['state'] === 'done' ? body : undefined;
    });
    expect(done).toMatchObject({ added: 1, rejected: 0 });
  });

  test('nothing of the answer tells whether a child is known, waits, or is new', async () => {
    const held = child({ phone: '01632 960 111' });
    const first = await use.logged(held, { source: 'A1', organisation: 'A83001' });
    const cells = (of: typeof held, id: string) =>
      row(1, {
        ...{ source_system_id: id, nhs_number: of.nhsNumber, given_name: of.givenName },
        ...{ family_name: of.familyName, date_of_birth: of.dateOfBirth, postcode: of.postcode },
        received_date: '2019-01-01',
      });
    const stranger = child();
    const [known, unknown] = [
      await sent([cells(held, 'K-1')], school),
      await sent([cells(stranger, 'K-2')], school),
    ];
    const counts = ({ id: _id, startedAt: _at, endedAt: _end, ...rest }: Record<string, unknown>) => rest;
    expect(counts(known)).toEqual(counts(unknown));
    const texts = await Promise.all(
      [known, unknown].map(async ({ id }) => {
        const own = [await summaryOf(id, school), (await app.page(`/imports/${String(id)}`, school)).text];
        return own.map((text) =>
          text.replaceAll(/WM-\w{4}-\w{4}|(?:ref|imp)_\w+|\d{2}:\d{2}|nonce="[^"]*"/g, '·'),
        );
      }),
    );
    expect(texts[0]).toEqual(texts[1]);
    const [reference] = referencesIn(await summaryOf(known['id'], school));
    const own = await byReference(reference, school);
    const shown = await app.page(`/${own}`, school);
    expect(shown.text).toContain(held.familyName);
    expect(shown.text).not.toContain('960 111');
    // Direct care finds that it may be the same referral again, and nothing of the first has changed.
    expect((await app.page(`/${own}`)).text).toContain('May be the same again');
    expect(await use.shown(first)).toMatchObject({ receivedOn: today, organisation: 'A83001' });
    expect((await use.whole(first)).details).toMatchObject({ phone: '01632 960 111' });
  });

  test('its ids are its own: the same id from a practice, a team or an operator is another referral', async () => {
    const lines = (n: number) => [row(n, { source_system_id: 'SHARED-1' })];
    const files = [
      await sent(lines(70_101), school),
      await sent(lines(70_102), practice),
      await sent(lines(70_103), otherSchool),
      await sent(lines(70_104), team),
    ];
    expect(files.map(({ added }) => added)).toEqual([1, 1, 1, 1]);
    expect(await sent(lines(70_101), school)).toMatchObject({ added: 0, already: 1 });
    expect(await sent(lines(70_104), 'operator')).toMatchObject({ added: 0, already: 1 });
    const [reference] = referencesIn(await summaryOf(files[0]?.['id'], school));
    expect(
      (await use.person(await use.personOf(await byReference(reference, school)))).details,
    ).toMatchObject({ familyName: 'Demo-Row-70101' });
  });

  test('what it says otherwise the second time replaces nothing, and the team reads it', async () => {
    const names = `${rowNames},contact_phone`;
    const line = (more: Parameters<typeof row>[1], phone: string) =>
      [names, `${row(70_201, more)},${phone}`].join('\n');
    const one = await app.sendFile(line({ needs: '' }, '01632 960 201'), { who: school });
    await until(
      async () =>
        (await app.get(`/api/imports/${String(one.body['id'])}`, school)).body['added'] === 1 || undefined,
    );
    const [reference] = referencesIn(await summaryOf(one.body['id'], school));
    const id = await byReference(reference, school);
    const two = await app.sendFile(
      line({ clinical_priority: '2', received_date: '2024-01-02', primary_reason: '24' }, '01632 960 202'),
      { who: school },
    );
    const done = await until(async () => {
      const { body } = await app.get(`/api/imports/${String(two.body['id'])}`, school);
      return body['state'] === 'done' ? body : undefined;
    });
    expect(done).toMatchObject({ updated: 1, differs: 0, duplicates: 0 });
    expect(await use.shown(id)).toMatchObject({
      ...{ priority: '3', primaryReason: '25', receivedOn: today, proposedReceivedOn: '2025-03-02' },
      needs: [{ domain: 'sleep' }],
    });
    const person = await use.whole(id);
    expect(person.details).toMatchObject({ phone: '01632 960 201' });
    expect(person.otherwise).toMatchObject([{ referralId: id, fields: [{ field: 'phone' }] }]);
    const page = (await app.page(`/${id}`)).text;
    expect(page).toContain('The referrer now says. Received date: 2 January 2024. Clinical priority: ');
    expect(await summaryOf(done['id'], school)).toMatch(
      /2,Passed on,WM-[^,]+,clinical_priority,Said otherwise/,
    );
    expect(
      await sent([row(70_201, { given_name: 'Zebedee', family_name: 'Demo-Other' })], school),
    ).toMatchObject({ rejected: 1 });
  });
});

test('a team’s file is believed for its own provider, and rejected for another’s', async () => {
  const names = `${rowNames},accepted_date`;
  const answer = await app.sendFile(
    [
      names,
      `${row(70_301)},2025-04-01`,
      `${row(70_302, { provider_code: 'RXP' })},`,
      `${row(70_303, { provider_code: '', service: 'community-paediatrics' })},`,
    ].join('\n'),
    { who: team },
  );
  const done = await until(async () => {
    const { body } = await app.get(`/api/imports/${String(answer.body['id'])}`, team);
    return body['state'] === 'done' ? body : undefined;
  });
  expect(done).toMatchObject({ added: 2, rejected: 1, setAside: 0 });
  const summary = await summaryOf(done['id'], team);
  expect(summary).toMatch(/3,Rejected,,provider_code,"?This is another provider. You import for .*\(RX3\)/);
  const [one, three] = referencesIn(summary);
  expect(await use.shown(await byReference(one, 'clinician'))).toMatchObject({
    ...{ receivedOn: '2025-03-02', status: 'accepted', acceptedOn: '2025-04-01', provider: 'RX3' },
  });
  expect(await use.shown(await byReference(three, 'clinician'))).toMatchObject({ provider: 'RX3' });
});

describe('who sees an import', () => {
  const fileName = 'Acorn Demo-Named (plan).csv';
  let id = '';
  beforeAll(async () => {
    const lines = [row(70_401), row(70_402, { date_of_birth: '2016-02-30' })];
    id = String((await sent(lines, school, fileName))['id']);
  });

  test('the school that sent it sees file, who, rows and reasons under the headings of its file', async () => {
    const page = await app.page(`/imports/${id}`, school);
    expect(page.text).toContain(fileName);
    expect(page.text).toContain('sent by you on');
    expect(page.text).toContain(
      '<bdi>date_of_birth</bdi></strong>, “<bdi>2016-02-30</bdi>”: Enter a real date',
    );
    expect(page.text).toContain('Demo-Row-70402');
    const colleague: TestPerson = {
      ...{ id: 'synthetic-colleague', name: 'Synthetic colleague' },
      ...{ roles: ['referrer'], organisation: '114312' },
    };
    expect((await app.page(`/imports/${id}`, colleague)).text).toContain('sent by Synthetic referrer on');
    const rejected = await app.page(`/imports/${id}?rows=rejected`, school);
    expect(rejected.text).toContain('Demo-Row-70402');
    expect(rejected.text).not.toMatch(/WM-\w{4}-\w{4}/);
    const paged = await app.page(`/imports/${id}?limit=1`, school);
    expect(paged.text).not.toContain('Demo-Row-70402');
    const next = /href="\/referrals(\/imports\/[^"]*after=[^"]*)" rel="next"/.exec(paged.text)?.[1] ?? '';
    expect((await app.page(next.replaceAll('&amp;', '&'), school)).text).toContain('Demo-Row-70402');
  });

  test('it stands in the list of its own organisation, with who, when and the counts', async () => {
    const { imports } = (await app.get('/api/imports', school)).body as { imports: object[] };
    expect(imports[0]).toMatchObject({
      ...{ id, by: 'You', fileName, state: 'done', rows: 2, added: 1, rejected: 1 },
    });
    expect((await app.page('/imports', school)).text).toContain(fileName);
    expect((await app.page('/import', school)).text).toContain(fileName);
  });

  test.each<[string, Who]>([
    ['another school', otherSchool],
    ['a practice', practice],
    ['a clinical team', team],
    ['a clinician', 'clinician'],
  ])('%s sees nothing of it', async (_who, who) => {
    for (const path of ['', '/rejected', '/summary', '/headings', '/values', '/dates'])
      expect((await app.get(`/api/imports/${id}${path}`, who)).status).toBe(404);
    for (const path of ['', '/headings', '/values', '/dates'])
      expect((await app.page(`/imports/${id}${path}`, who)).status).toBe(404);
    for (const [path, body] of [
      ['headings', { headings: {} }],
      ['values', {}],
      ['dates', { order: 'day-first' }],
    ] as const)
      expect((await app.post(`/api/imports/${id}/${path}`, body, { who })).status).toBe(404);
    expect((await app.get('/api/imports', who)).text).not.toContain(id);
    expect((await app.page('/imports', who)).text).not.toContain(fileName);
  });

  test('an operator sees who sent it, when and the counts, and nothing of the children', async () => {
    const { body, text } = await app.get(`/api/imports/${id}`, 'operator');
    expect(body).toMatchObject({ by: 'Synthetic referrer', fileName: null, added: 1, rejected: 1 });
    expect(body['organisation']).toContain('(114312)');
    const page = await app.page(`/imports/${id}`, 'operator');
    expect(page.status).toBe(200);
    const list = await app.page('/imports', 'operator');
    expect(list.text).toContain(`/imports/${id}`);
    for (const shown of [text, page.text, list.text])
      expect(shown).not.toMatch(/Demo-Row-7040|Demo-Named|2016-02-30|WM-\w{4}-\w{4}/);
    for (const path of ['rejected', 'summary', 'headings'])
      expect((await app.get(`/api/imports/${id}/${path}`, 'operator')).status).toBe(404);
  });

  test('teams see their own provider’s imports, and each other nothing', async () => {
    const own = await sent([row(70_501)], team, 'team.csv');
    const colleague = { ...team, id: 'synthetic-team-colleague', roles: ['triage'] as const };
    expect((await app.get(`/api/imports/${String(own['id'])}`, colleague)).body).toMatchObject({
      ...{ by: 'Synthetic team', fileName: 'team.csv' },
    });
    for (const who of [otherTeam, school])
      expect((await app.get(`/api/imports/${String(own['id'])}`, who)).status).toBe(404);
  });

  test.each(['practitioner', 'commissioner'] as const)('a %s may not import', async (who) => {
    expect((await app.page('/import', who as never)).status).toBe(403);
    expect((await app.sendFile(rowNames, { who })).status).toBe(403);
  });

  test('a referrer without an organisation may not import', async () => {
    const who: TestPerson = { id: 'synthetic-nowhere', name: 'Synthetic nowhere', roles: ['referrer'] };
    expect((await app.page('/import', who)).status).toBe(403);
    expect((await app.sendFile(rowNames, { who })).status).toBe(403);
  });

  test('the name of the file and that of the sender are sealed where they are kept', async () => {
    const db = await connect(app.databaseUrl, {
      log: logger({ level: 'silent', service: 'test' }),
      appName: 'test',
    });
    const kept = await db.connection.collection<{ _id: string }>('imports').findOne({ _id: id });
    await db.close();
    expect(JSON.stringify(kept)).not.toMatch(/Demo-Named|Synthetic referrer/);
  });

  test('what is remembered of headings is each one’s own', async () => {
    const said = async (who: Who) => {
      const answer = await app.sendFile('Ref;Vorname;Nachname;Born;For\nq;Acorn;Demo-R;1/2/2016;Autism', {
        who,
      });
      const path = `/api/imports/${String(answer.body['id'])}`;
      await until(async () => (await app.get(path, who)).body['state'] !== 'reading' || undefined);
      return { path, state: (await app.get(path, who)).body['state'] };
    };
    const { path } = await said(school);
    const headings = {
      ...{ Ref: 'source_system_id', Vorname: 'given_name', Nachname: 'family_name' },
      ...{ Born: 'date_of_birth', For: 'service' },
    };
    expect((await app.post(`${path}/headings`, { headings }, { who: school })).status).toBe(202);
    const { all } = (await app.get('/api/import/headings', school)).body as { all: { id: string }[] };
    const set = `/api/import/headings/${String(all[0]?.id)}`;
    expect((await app.get(set, school)).status).toBe(200);
    expect((await app.get(set, otherSchool)).status).toBe(404);
    expect((await app.post(`${set}/forget`, {}, { who: practice })).status).toBe(404);
    expect(await said(otherSchool)).toMatchObject({ state: 'headings' });
    expect(await said(school)).not.toMatchObject({ state: 'headings' });
  });
});
