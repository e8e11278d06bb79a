import { childrenOf, child } from '../../testing/children.ts';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
let use: ReturnType<typeof childrenOf>;
beforeAll(async () => {
  app = await intake();
  use = childrenOf(app);
});
afterAll(() => app.close());

test.each([
  ["O'Neillsynth", ["O'Neillsynth", 'O’Neillsynth', 'o‘neillsynth', 'ONeillsynth', 'O Neillsynth']],
  ['O Quinnsynth', ['O Quinnsynth', "O'Quinnsynth", 'OQuinnsynth', 'Quinnsynth']],
  ['Mc Kennasynth', ['Mc Kennasynth', 'McKennasynth', 'MacKennasynth', 'mckennasynth']],
  ['McNabbsynth', ['Mc Nabbsynth', 'Mac Nabbsynth', 'McNabbsynth']],
  ['de la Cruzsynth', ['de la Cruzsynth', 'Delacruzsynth', 'Cruzsynth', 'De La Cruzsynth']],
  ['Delarosasynth', ['de la Rosasynth', 'Delarosasynth']],
  ['Smithsynth-Jones', ['Smithsynth Jones', 'SmithsynthJones', 'Smithsynth', 'Jones Smithsynth']],
  ['Mu\u0308llersynth', ['M\u00fcllersynth', 'Mu\u0308llersynth', 'Mullersynth']],
])('%s is found however it is typed', async (familyName, ways) => {
  const id = await use.logged(child({ familyName }));
  for (const find of [...ways, `Acorn ${ways[0] ?? ''}`]) {
    const answer = await app.post('/api/find', { find }, { who: 'clinician' });
    const children = answer.body['children'] as { referrals: { referralId: string }[] }[];
    expect([find, children.flatMap(({ referrals }) => referrals.map((each) => each.referralId))]).toEqual([
      find,
      expect.arrayContaining([id]),
    ]);
  }
});

test('a child is found by the phone number, however it is typed, and not where the address is hidden', async () => {
  const id = await use.logged(child({ phone: '01632 960 777' }));
  const hidden = await use.logged(child({ phone: '01632 960 777', addressHidden: true }));
  for (const find of ['01632960777', '01632 960 777', '+44 (0)1632 960777']) {
    const { body } = await app.post('/api/find', { find }, { who: 'clinician' });
    const found = body['children'] as { referrals: { referralId: string }[] }[];
    const ids = found.flatMap(({ referrals }) => referrals.map((each) => each.referralId));
    expect([find, ids.includes(id), ids.includes(hidden)]).toEqual([find, true, false]);
  }
});
