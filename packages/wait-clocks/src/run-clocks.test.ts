import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { runClocks } from './run-clocks.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waymark-clocks-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function run(name: string, content: string | Buffer, ...more: string[]) {
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
  const [header, ...lines] = out.trim().split('\r\n');
  expect(header?.startsWith('person,regime,referralId,period,start,stop,state,days')).toBe(true);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(
    'p1,local-18-weeks,A,1,2025-03-03,2025-04-07,stopped,35,126,2025-07-07,within,30,"=""4-5""",,',
  );
  expect(err).toBe('people.ndjson: 1 person, 2 facts. Every fact was read.\n');
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

test('what is no fact is named by line and field, and the others are worked out', async () => {
  const lines = [
    JSON.stringify({
      person: 'p1',
      facts: [received, { ...received, factId: 'f2', team: 'Z99' }, { type: 'seen' }],
    }),
    '{ "person": ',
    '{ "facts": [] }',
    JSON.stringify({ person: 'p2', facts: [{ ...received, name: 'Synthetic' }] }),
    JSON.stringify({ person: 'p3', facts: [received] }),
  ];
  const { code, out, err } = await run('wrong.ndjson', lines.join('\n'));
  expect(code).toBe(1);
  expect(err).toMatch(/line 1, fact 2: team: 'Z99' is not a team type\. Write one of: A01/);
  expect(err).toMatch(
    /line 1, fact 3: type: 'seen' is not known here\. The type must be one of: referral-received/,
  );
  expect(err).toContain('line 2: this is not JSON');
  expect(err).toContain('line 3: a line needs "person"');
  expect(err).toContain('line 4, fact 1: name: this kind of fact has no such field');
  expect(err).toContain('3 people, 2 facts. 5 facts or rows could not be read. 2 people not worked out');
  expect(err).toContain('Of 2 it cannot be told whose: every answer says "perhaps incomplete".');
  const answers = out.trim().split('\r\n').slice(1);
  expect(answers.map((line) => line.split(',')[0])).toEqual(['p1', 'p2', 'p3', 'p3']);
  expect(answers[0]).toBe(`p1${','.repeat(18)}"not worked out: line 1, fact 2 and line 1, fact 3"`);
  expect(answers[2]).toMatch(/^p3,cyp-4-week,.*"perhaps incomplete: lines 2, 3 could be of anybody"$/);
});

const headings = 'person,type,factId,referralId,on,provider,dateOfBirth,primaryReason,attendance,mechanism';
const referral = (person: string) => `${person},referral-received,f1,A,2025-03-03,RX3,2013-01-05,05,,`;
const contact = (person: string, factId = 'f2', on = '2025-03-10') =>
  `${person},contact,${factId},A,${on},,,,5,01`;
const table = (...rows: string[]) => [headings, ...rows].join('\n');

/** Of each line of the answer, whose it is, which clock, its state and its note. */
const briefly = (out: string) =>
  parse<Record<string, string>>(out, { columns: true, bom: true }).map(({ person, regime, state, note }) =>
    [person, regime, state, note].filter((cell) => cell !== '').join(' | '),
  );

describe('a row that could not be read leaves no clock that could be wrong', () => {
  const file = table(
    referral('p1'),
    contact('p1'),
    contact('p1', 'f3', '11/03/2025'),
    referral('p2'),
    contact('p2', 'f2', ''),
  );

  it('its person has one line, which says so', async () => {
    const { code, out, err } = await run('rejected.csv', file);
    expect(code).toBe(1);
    expect(briefly(out)).toEqual(['p1 | not worked out: row 4', 'p2 | not worked out: row 6']);
    expect(err).toContain("rejected.csv, row 4: on: '11/03/2025' cannot be read here. Enter a real date");
    expect(err).toContain(
      '2 people not worked out; --with-faults works them out without what could not be read.',
    );
  });

  it('as JSON, too', async () => {
    const { out } = await run('rejected.csv', file, '--json');
    expect(JSON.parse(out.split('\n')[0] ?? '')).toEqual({
      ...{ person: 'p1', asOf: '2025-04-30', clocks: null, findings: null, note: 'not worked out: row 4' },
    });
  });

  it('or is worked out without it where that is asked for, and each clock says so', async () => {
    const { code, out } = await run('rejected.csv', file, '--with-faults');
    expect(code).toBe(1);
    expect(briefly(out).filter((line) => line.startsWith('p1'))).toEqual([
      'p1 | cyp-4-week | running | worked out without row 4',
      'p1 | local-18-weeks | running | worked out without row 4',
    ]);
    const json = await run('rejected.csv', file, '--with-faults', '--json');
    const first = JSON.parse(json.out.split('\n')[0] ?? '') as { clocks: { note: string }[]; note: string };
    expect([first.note, ...first.clocks.map(({ note }) => note)]).toEqual(
      Array(3).fill('worked out without row 4'),
    );
  });

  it('with all its rows named, or how many there are', async () => {
    const rows = Array.from({ length: 8 }, () => contact('p1', 'f3', 'soon'));
    const { out } = await run('many.csv', table(referral('p1'), ...rows.slice(0, 2)));
    expect(briefly(out)).toEqual(['p1 | not worked out: rows 3, 4']);
    expect(briefly((await run('many.csv', table(referral('p1'), ...rows))).out)).toEqual([
      'p1 | not worked out: rows 3, 4, 5 and 5 more',
    ]);
  });

  it('nor where its person cannot be told: then every answer says that it may be incomplete', async () => {
    const { out, err } = await run('nobody.csv', table(referral('p1'), contact('')));
    expect(briefly(out)).toEqual([
      'p1 | cyp-4-week | running | perhaps incomplete: row 3 could be of anybody',
      'p1 | local-18-weeks | running | perhaps incomplete: row 3 could be of anybody',
    ]);
    expect(err).toContain('row 3: person: say whose fact it is');
  });

  it('where everything of a person is wrong, whatever is asked for', async () => {
    for (const more of [[], ['--with-faults']]) {
      const { out } = await run('all.csv', table(contact('p1', 'f1', 'soon')), ...more);
      expect(briefly(out)).toEqual(['p1 | not worked out: row 2']);
    }
  });

  it('and a person without a clock is told as that', async () => {
    const { code, out } = await run(
      'none.ndjson',
      '{"person":"p1","facts":[]}\n{"person":"__proto__","facts":[]}',
    );
    expect(code).toBe(0);
    expect(briefly(out)).toEqual(['p1 | no facts', '__proto__ | no facts']);
  });
});

test('at most twenty faults are told one by one, and a long list of what is allowed once', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, at) => `${contact(`p${at}`).replace(',contact,', ',conctat,')}`,
  );
  const { err } = await run('faults.csv', table(...rows));
  expect(err.match(/row \d+: type/g)).toHaveLength(20);
  expect(err.match(/care-plan-agreed/g)).toHaveLength(1);
  expect(err).toContain(
    "row 3: type: 'conctat' is not known here. Did you mean 'contact'? The type must be one of: those named for row 2",
  );
  expect(err).toContain('faults.csv: 10 more faults like these');
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
  const [header, ...lines] = out.trim().split('\r\n');
  expect(header).toBe(
    'person,regime,referralId,period,start,stop,state,days,limitDays,due,standing,code,band,counted,minutes,rules,stillNeeded,findings,note',
  );
  const crisis = lines.find((line) => line.startsWith('p1,crisis-urgent-24h'));
  expect(crisis).toContain('crisis24h-scope crisis24h-start');
  expect(crisis).toContain(',To be seen face to face,');
  expect(crisis?.endsWith(',date-of-birth-missing time-missing,')).toBe(true);
  const weeks = lines.find((line) => line.startsWith('p2,cyp-4-week'));
  expect(weeks).toContain('"A first outcome measure, by any recognised tool except Current View; An agreed');
  expect(weeks?.endsWith(',,')).toBe(true);
});

test('it prints its usage, when asked and when called with too much', async () => {
  const asked = await run('x.ndjson', '', '--help');
  expect(asked.code).toBe(0);
  expect(asked.err).toContain('npm run --silent clocks -- FILE');
  const twice = await run('x.ndjson', '', 'another.csv');
  expect(twice.code).toBe(64);
});

test('called wrongly it says how', async () => {
  const [out, err] = [new PassThrough(), new PassThrough()];
  expect(await runClocks([], out, err)).toBe(64);
  expect(await runClocks(['no-such.csv'], out, err)).toBe(64);
  expect(await runClocks(['x.csv', '--as-of', '30/04/2025'], out, err)).toBe(64);
  expect(await runClocks(['x.csv', '--jsn'], out, err)).toBe(64);
  expect(await runClocks([dir], out, err)).toBe(1);
  err.end();
  const output = await text(err);
  expect(output).toContain('npm run --silent clocks -- FILE');
  expect(output).toContain('There is no file no-such.csv');
  expect(output).toContain("--as-of: '30/04/2025' is not a date. Enter a real date");
  expect(output).toContain('There is no option --jsn');
  expect(output).toMatch(/ is a folder\. Name one file/);
});
