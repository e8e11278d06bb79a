import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

/** Where an import stands when it is not being read any more. */
async function sent(...rows: string[]): Promise<{ id: string; state: unknown }> {
  const names = 'Number;Called;Surname;Birthday;Came in;Team wanted';
  const { body } = await app.sendFile([names, ...rows].join('\n'), { attended: true });
  return settled(String(body['id']));
}
const settled = (id: string) =>
  until(async () => {
    const { body } = await app.get(`/api/imports/${id}`, 'operator');
    return body['state'] === 'reading' ? undefined : { id, state: body['state'] };
  });
const row = (name: string, birthday: string) =>
  `SYN-${name};Acorn;Demo-${name};${birthday};2025-03-23;autism-assessment`;

test('which comes first in the dates is said once for a set of headings, seen with it, and forgotten with it', async () => {
  const first = await sent(row('Firstly', '04/05/2016'));
  const headings = {
    ...{ Number: 'source_system_id', Called: 'given_name', Surname: 'family_name' },
    ...{ Birthday: 'date_of_birth', 'Came in': 'received_date', 'Team wanted': 'service' },
  };
  await app.post(`/api/imports/${first.id}/headings`, { headings }, { who: 'operator' });
  expect(await settled(first.id)).toMatchObject({ state: 'dates' });
  await app.post(`/api/imports/${first.id}/dates`, { order: 'month-first' }, { who: 'operator' });
  expect(await settled(first.id)).toMatchObject({ state: 'done' });

  const next = await sent(row('Secondly', '06/07/2016'));
  expect(next).toMatchObject({ state: 'done' });
  const { body: found } = await app.post('/api/find', { find: 'Acorn Demo-Secondly' }, { who: 'clinician' });
  expect(found['children']).toMatchObject([{ dateOfBirth: '2016-06-07' }]);

  const proven = await sent(row('Thirdly', '23/07/2016'), row('Fourthly', '06/07/2016'));
  expect(proven).toMatchObject({ state: 'done' });
  const { body: other } = await app.post('/api/find', { find: 'Acorn Demo-Fourthly' }, { who: 'clinician' });
  expect(other['children']).toMatchObject([{ dateOfBirth: '2016-07-06' }]);

  const { body: sets } = await app.get('/api/import/headings', 'operator');
  const [set] = sets['all'] as { id: string }[];
  const path = `/import/headings/${set?.id}`;
  expect((await app.get(`/api${path}`, 'operator')).body).toMatchObject({ dayOrder: 'month-first' });
  expect((await app.get(path, 'operator')).text).toContain('the month comes first');
  await app.post(`/api${path}/forget`, {}, { who: 'operator' });
  expect(await sent(row('Fifthly', '04/05/2016'))).toMatchObject({ state: 'headings' });
});
