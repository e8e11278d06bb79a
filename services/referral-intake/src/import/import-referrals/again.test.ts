import { childrenOf, child, nextNumber } from '../../testing/children.ts';
import { intake, type Intake } from '../../testing/intake.ts';
import { row, rowNames } from '../../testing/rows.ts';

let app: Intake;
let use: ReturnType<typeof childrenOf>;
beforeAll(async () => {
  app = await intake();
  use = childrenOf(app);
});
afterAll(() => app.close());

/** A row of a child whom nobody else is like, and the id of its referral once it is in. */
function source() {
  const one = child();
  const n = nextNumber() + 300_000;
  const cells = {
    given_name: one.givenName,
    family_name: one.familyName,
    date_of_birth: one.dateOfBirth,
    nhs_number: one.nhsNumber,
  };
  const line = (changes: object = {}, more = ',,') => `${row(n, { ...cells, ...changes })}${more}`;
  const referralId = async () => {
    const found = await app.post('/api/find', { find: one.familyName }, { who: 'clinician' });
    const [only] = found.body['children'] as { referrals: { referralId: string }[] }[];
    return String(only?.referrals[0]?.referralId);
  };
  return { one, line, referralId };
}

const names = `${rowNames},contact_phone,team_type`;
async function imported(...lines: string[]) {
  const sent = await app.sendFile([names, ...lines].join('\n'));
  const done = await use.readOn(sent.body['id']);
  const summary = (await app.get(`/api/imports/${String(sent.body['id'])}/summary`, 'operator')).text;
  return { done, summary };
}

test('a row that comes again with something new updates the referral, and says what', async () => {
  const { line, referralId } = source();
  expect((await imported(line())).done).toMatchObject({ added: 1 });
  const id = await referralId();
  const newer = line(
    { clinical_priority: '2', clinical_notes: 'Newer synthetic words.' },
    ',01632 960 010,C01',
  );
  const { done, summary } = await imported(newer);
  expect(done).toMatchObject({ updated: 1, already: 0, differs: 0 });
  for (const column of ['clinical_priority', 'clinical_notes', 'contact_phone', 'team_type'])
    expect(summary).toMatch(new RegExp(`2,Updated,WM-[^,]+,${column},Updated`));
  expect(await use.shown(id)).toMatchObject({ priority: '2', team: 'C01', notes: 'Newer synthetic words.' });
  expect((await app.page(`/${id}`)).text).toMatch(/[Tt]ook this from a file/);
  expect((await imported(newer)).done).toMatchObject({ updated: 0, already: 1, differs: 0 });
});

test('a detail that a later file does not say, or says so that it cannot be read, stays as it was', async () => {
  const { line, referralId } = source();
  await imported(line({ clinical_priority: '2', gender: '2', ethnic_category: 'B' }));
  const id = await referralId();
  const { done } = await imported(line({ clinical_priority: 'soonish', gender: '?', ethnic_category: '' }));
  expect(done).toMatchObject({ updated: 0, already: 1, differs: 0, setAside: 1 });
  expect(await use.shown(id)).toMatchObject({ priority: '2', gender: '2', ethnicCategory: 'B' });
});

test('what a person here has corrected since is kept, and the row says that it differs', async () => {
  const { line, referralId } = source();
  await imported(line());
  const id = await referralId();
  const corrected = await use.act(`/referrals/${id}/correct`, {
    ...{ receivedOn: '2025-02-20', priority: '1', reason: 'typed-wrongly' },
  });
  expect(corrected.status).toBe(200);
  const { done, summary } = await imported(line({ clinical_priority: '2' }));
  expect(done).toMatchObject({ rejected: 0, updated: 0, already: 1, differs: 1 });
  expect(summary).toMatch(/2,Differs,WM-[^,]+,received_date,/);
  expect(summary).toMatch(/2,Differs,WM-[^,]+,clinical_priority,/);
  expect(await use.shown(id)).toMatchObject({ receivedOn: '2025-02-20', priority: '1' });
});

test('an id that comes again with another child’s name is rejected, and changes nothing', async () => {
  const { line, referralId } = source();
  await imported(line());
  const id = await referralId();
  const before = await use.shown(id);
  const { done } = await imported(line({ given_name: 'Birch', clinical_priority: '1' }));
  expect(done).toMatchObject({ rejected: 1, updated: 0, duplicates: 0 });
  expect(await use.shown(id)).toEqual(before);
});

test('a row that is rejected for another fault is told of its id too, held here or used before in the file', async () => {
  const { line, one } = source();
  await imported(line());
  const { summary } = await imported(line({ given_name: 'Birch', service: 'dyslexia' }));
  expect(summary).toContain('service,"Service asked for must be one of');
  expect(summary).toContain('The id is held for the referral of another child');
  const twice = await imported([line(), line({ given_name: 'Birch', received_date: 'soon' })].join('\n'));
  expect(twice.done).toMatchObject({ already: 1, rejected: 1 });
  expect(twice.summary).toContain('received_date,"Enter a real date');
  expect(twice.summary).toContain('The id stands in row 2 of this file already');
  const own = await imported(line({ family_name: one.familyName, service: 'dyslexia' }));
  expect(own.summary).not.toContain('another child');
});

test('an id that comes back without its noughts doubles nobody: the child is there, and a person decides', async () => {
  const { line, one } = source();
  await imported(line({ source_system_id: '0012' + one.nhsNumber }));
  const { done } = await imported(line({ source_system_id: '12' + one.nhsNumber }));
  expect(done).toMatchObject({ added: 0, duplicates: 1 });
});

test('another name, birth date or number of the child waits for a person', async () => {
  const { line, referralId, one } = source();
  await imported(line());
  const id = await referralId();
  const { done, summary } = await imported(line({ family_name: `${one.familyName}-Otherly` }));
  expect(done).toMatchObject({ duplicates: 1, updated: 0 });
  expect(summary).toMatch(/2,To decide,WM-[^,]+,family_name,/);
  const held = await use.whole(id);
  expect(held.details['familyName']).toBe(one.familyName);
  expect(held.otherwise).toMatchObject([{ fields: [{ field: 'familyName' }] }]);
});

test('a number that became known is added, and a phone that was missing is filled in', async () => {
  const { line, referralId, one } = source();
  await imported(line({ nhs_number: '' }));
  const id = await referralId();
  expect((await use.whole(id)).details['nhsNumber']).toBeUndefined();
  const { done } = await imported(line({}, ',01632 960 011,'));
  expect(done).toMatchObject({ updated: 1 });
  expect((await use.whole(id)).details).toMatchObject({ nhsNumber: one.nhsNumber, phone: '01632 960 011' });
});
