import { systemClock, todayInLondon } from '@waymark/care-types';
import { demoLines, importColumns } from '@waymark/local/demo';
import { until } from '@waymark/testkit';
import { startSystem, type System } from './system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(() => system.close());

test('of the rows of the demo that are spoilt on purpose, each becomes what it says, and every other is a referral', async () => {
  const asOf = todayInLondon(systemClock);
  const lines = demoLines({ seed: 20261121, asOf, children: 1_600 });
  const heading = Buffer.from(`\ufeff${importColumns.join(',')}\r\n`);
  const file = Buffer.concat([heading, ...lines.map(({ bytes }) => bytes)]);
  const sent = await system.ask(
    'operator',
    'POST',
    '/referrals/api/imports?filename=demo.csv',
    Uint8Array.from(file),
    { 'content-type': 'text/csv' },
  );
  const at = `/referrals/api/imports/${(sent.body as { id: string }).id}`;
  await until(
    'the file is read',
    async () => ((await system.ask('operator', 'GET', at)).body as { state: string }).state === 'done',
    120_000,
  );
  const summary = (await system.ask('operator', 'GET', `${at}/summary`)).text.split('\r\n');
  const outcomeOf = (row: number) => {
    const told = summary.filter((each) => each.startsWith(`${row},`)).join('\n');
    if (told.includes('Set aside')) return 'taken without a detail';
    if (told.includes(',To decide,')) return 'to decide';
    if (told.includes(',Rejected,')) return 'rejected';
    return told.includes(',Unchanged,') ? 'unchanged' : told.includes(',New,') ? 'taken' : told;
  };
  const rowOf = (place: number) => place + 2;
  const spoilt = lines.flatMap((line, place) =>
    line.kind === 'dirty' ? [[line.fault, line.becomes, outcomeOf(rowOf(place))]] : [],
  );
  // A row and the one that repeats it: whichever comes second is unchanged.
  const alone = spoilt.filter(([fault]) => fault !== 'repeated-id');
  expect(alone.map(([fault, , became]) => [fault, became])).toEqual(
    alone.map(([fault, becomes]) => [fault, becomes]),
  );
  const outcomes = lines.map((_line, place) => outcomeOf(rowOf(place)));
  const children = lines.flatMap((line, place) => (line.kind === 'child' ? [outcomeOf(rowOf(place))] : []));
  expect(outcomes.filter((each) => each === 'unchanged')).toHaveLength(
    spoilt.filter(([fault]) => fault === 'repeated-id').length,
  );
  expect(children.filter((each) => each !== 'taken' && each !== 'unchanged')).toEqual([]);
}, 180_000);
