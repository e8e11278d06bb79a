import { systemClock, todayInLondon } from '@waymark/care-types';
import { byHand, demoLines, importColumns } from '@waymark/local/demo';
import { demoPeople } from '@waymark/local/identity';
import type { Role } from '@waymark/policy';
import { until } from '@waymark/testkit';
import { startSystem, type System } from './system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(() => system.close());

const asOf = todayInLondon(systemClock);
const lines = demoLines({ seed: 20261121, asOf }).flatMap((line) => (line.kind === 'child' ? [line] : []));
const written = byHand(
  lines.map(({ row }) => row),
  asOf,
);
const plans = written.filter(({ path }) => path === '/plans');
const again = written.filter(({ path }) => path === '/referrals');
type Body = { child: { address: string; postcode: string } };

function roleOf(person: string): Role {
  return demoPeople.find(({ id }) => id === person)?.roles[0] as Role;
}

test('each plan of needs of the demo is taken as it is, and those with a review are reviewed', async () => {
  expect(plans.length).toBeGreaterThan(2);
  for (const { person, path, body, review } of plans) {
    const begun = await system.ask(roleOf(person), 'POST', `/referrals/api${path}`, body);
    expect({ status: begun.status, body: begun.body }).toMatchObject({ status: 201 });
    if (!review) continue;
    const { planId } = begun.body as { planId: string };
    const to = `/referrals/api/plans/${planId}/review`;
    const seen = await system.ask(roleOf(person), 'POST', to, review, { 'if-match': '"1"' });
    expect({ status: seen.status, body: seen.body }).toMatchObject({ status: 200 });
  }
  expect(plans.filter(({ review }) => review)).not.toEqual([]);
});

test('each child who is referred once more is found to be one of the file', async () => {
  expect(JSON.stringify(again)).not.toContain('nhsNumber');
  const ofTheFile = lines.filter(({ row }) =>
    again.some(({ body }) => {
      const { address, postcode } = (body as Body).child;
      return row.address_line_1 === address && row.postcode === postcode;
    }),
  );
  expect(ofTheFile).toHaveLength(again.length);
  const file = Buffer.concat([
    Buffer.from(`${importColumns.join(',')}\r\n`),
    ...ofTheFile.map(({ bytes }) => bytes),
  ]);
  await system.ask('operator', 'POST', '/referrals/api/imports?filename=demo.csv', Uint8Array.from(file), {
    'content-type': 'text/csv',
  });
  await until('the children of the file are there', async () => {
    const { body } = await system.ask('clinician', 'GET', '/referrals/api/referrals');
    return (body as { all: number }).all === again.length;
  });
  for (const { person, path, body } of again) {
    const logged = await system.ask(roleOf(person), 'POST', `/referrals/api${path}`, body);
    expect({ status: logged.status, body: logged.body }).toMatchObject({ status: 201 });
  }
  const pairs = await until('each waits for a decision', async () => {
    const { body } = await system.ask('clinician', 'GET', '/referrals/api/duplicates');
    const found = (body as { pairs: object[] }).pairs;
    return found.length === again.length && found;
  });
  expect(pairs).toHaveLength(4);
});
