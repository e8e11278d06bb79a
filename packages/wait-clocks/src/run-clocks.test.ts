import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runClocks } from './run-clocks.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waymark-clocks-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function run(name: string, content: string, ...more: string[]) {
  await writeFile(join(dir, name), content);
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await runClocks([join(dir, name), '--as-of', '2025-04-30', ...more], out, err);
  out.end();
  err.end();
  return { code, out: await text(out), err: await text(err) };
}

const received = {
  ...{ type: 'referral-received', factId: 'f1', referralId: 'A', on: '2025-03-03' },
  ...{ provider: 'RX3', dateOfBirth: '2013-01-05', primaryReason: '05' },
};

test('a file of people gives their clocks, one a line', async () => {
  const facts = [received, { type: 'treatment-started', factId: 'f2', referralId: 'A', on: '2025-04-07' }];
  const { code, out, err } = await run('people.ndjson', `${JSON.stringify({ person: 'p1', facts })}\n\n`);
  expect(code).toBe(0);
  const [header, ...lines] = out.trim().split('\n');
  expect(header?.startsWith('person,regime,referralId,period,start,stop,state,days')).toBe(true);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(
    'p1,local-18-weeks,A,1,2025-03-03,2025-04-07,stopped,35,126,2025-07-07,within,30,4-5,',
  );
  expect(err).toContain('1 people; 0 faults');
});

test('a file of facts gives the same, however the rows stand, with evidence where it is asked for', async () => {
  const csv = [
    'person,type,factId,referralId,on,provider,dateOfBirth,primaryReason,otherReasons,attendance,mechanism',
    'p1,contact,f2,A,2025-03-10,,,,,5,01',
    'p2,referral-received,f1,A,2025-03-03,RX3,2013-01-05,05,25 24,,',
    'p1,referral-received,f1,A,2025-03-03,RX3,2013-01-05,25,,,',
  ].join('\r\n');
  const { code, out } = await run('facts.csv', `\uFEFF${csv}`, '--json');
  expect(code).toBe(0);
  const people = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { person: string; clocks: { regime: string; state: string }[] });
  expect(people.map(({ person }) => person)).toEqual(['p1', 'p2']);
  const autism = people.map(({ clocks }) => clocks.find(({ regime }) => regime === 'autism-13-weeks')?.state);
  expect(autism).toEqual(['stopped', 'running']);
});

test('what is no fact is named by line and field, and the rest is worked out', async () => {
  const lines = [
    JSON.stringify({
      person: 'p1',
      facts: [received, { ...received, factId: 'f2', team: 'Z99' }, { type: 'seen' }],
    }),
    '{ "person": ',
    '{ "facts": [] }',
    JSON.stringify({ person: 'p2', facts: [{ ...received, name: 'Synthetic' }] }),
  ];
  const { code, out, err } = await run('wrong.ndjson', lines.join('\n'));
  expect(code).toBe(1);
  expect(err).toMatch(/line 1: fact 2, team: Team type must be one of: A01/);
  expect(err).toMatch(/line 1: fact 3, type: the type must be one of: referral-received, contact/);
  expect(err).toContain('line 2: this is not JSON');
  expect(err).toContain('line 3: a line needs "person"');
  expect(err).toContain('line 4: fact 1, name: this kind of fact has no such field');
  expect(out).toContain('p1,cyp-4-week');
  const ragged = await run('ragged.csv', 'person,type\np1\n');
  expect(ragged.code).toBe(1);
  expect(ragged.err).toContain('could not be read to its end');
});

test('a person whose id would be a formula is written so that no spreadsheet runs it', async () => {
  const { out } = await run('formula.ndjson', JSON.stringify({ person: '=1+1', facts: [received] }));
  expect(out).toContain("'=1+1,cyp-4-week");
});

test('a line has the rules that applied, what is still needed, and what is odd, in columns of their own', async () => {
  const { dateOfBirth: _, ...undated } = received;
  const contact = { type: 'contact', factId: 'f2', referralId: 'A', on: '2025-03-10', attendance: '5' };
  const rows = [
    ['p1', [{ ...undated, team: 'A02', priority: '2' }]],
    ['p2', [received, { ...contact, mechanism: '01' }]],
  ].map(([person, facts]) => JSON.stringify({ person, facts }));
  const { out } = await run('columns.ndjson', ['', '  ', ...rows].join('\n'));
  const [header, ...lines] = out.trim().split('\n');
  expect(header).toBe(
    'person,regime,referralId,period,start,stop,state,days,limitDays,due,standing,code,band,minutes,rules,stillNeeded,findings',
  );
  const crisis = lines.find((line) => line.startsWith('p1,crisis-urgent-24h'));
  expect(crisis).toContain('crisis24h-scope crisis24h-start');
  expect(crisis).toContain(',To be seen face to face,');
  expect(crisis?.endsWith(',date-of-birth-missing time-missing')).toBe(true);
  const weeks = lines.find((line) => line.startsWith('p2,cyp-4-week'));
  expect(weeks).toContain('"A first outcome measure, by any recognised tool except Current View; An agreed');
  expect(weeks?.endsWith(',')).toBe(true);
});

test('a person without any fact is left out', async () => {
  const { out, err, code } = await run('nobody.ndjson', JSON.stringify({ person: 'p1', facts: [{}] }));
  expect(code).toBe(1);
  expect(err).toContain('0 people; 1 faults');
  expect(out.trim().split('\n')).toHaveLength(1);
});

test('it prints its usage, when asked and when called with too much', async () => {
  const asked = await run('x.ndjson', '', '--help');
  expect(asked.code).toBe(0);
  expect(asked.err).toContain('npm run clocks -- FILE');
  const twice = await run('x.ndjson', '', 'another.csv');
  expect(twice.code).toBe(64);
});

test('called wrongly it says how', async () => {
  const [out, err] = [new PassThrough(), new PassThrough()];
  expect(await runClocks([], out, err)).toBe(64);
  expect(await runClocks(['no-such.csv'], out, err)).toBe(64);
  expect(await runClocks(['x.csv', '--as-of', '30/04/2025'], out, err)).toBe(64);
  err.end();
  const output = await text(err);
  expect(output).toContain('npm run clocks -- FILE');
  expect(output).toContain('There is no file no-such.csv');
  expect(output).toContain('--as-of: Enter a real date');
});
