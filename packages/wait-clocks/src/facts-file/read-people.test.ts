import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPeople } from './read-people.ts';
import { Refused, usualLimits, type Limits } from './refused.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waymark-facts-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Whom a file names, each with how many facts were read and where others stand that were not. */
async function read(name: string, content: string | Buffer, limits: Partial<Limits> = {}) {
  await writeFile(join(dir, name), content);
  const told: string[] = [];
  const listener = {
    wrong: (place: string, says: string) => void told.push(`${place}: ${says}`),
    reading: () => undefined,
  };
  const { people, ofWhom } = await readPeople(join(dir, name), name, listener, { ...usualLimits, ...limits });
  const of = [...people].map(([id, { facts, unread }]) => [id, facts.length, ...unread].join(' '));
  return { of, ofWhom, told };
}
const refusal = (...args: Parameters<typeof read>) =>
  read(...args).then(
    () => 'was read',
    (error: unknown) => (error instanceof Refused ? error.message : Promise.reject(error as Error)),
  );

const headings = 'person,type,factId,referralId,on,attendance,mechanism';
const row = (person: string, factId = 'f1') => `${person},contact,${factId},A,2025-03-10,5,01`;
const rows = [headings, row('p1'), row('p2'), row('p1', 'f2')];
const table = rows.join('\n');
const fact = { type: 'died', factId: 'f1', referralId: 'A', on: '2025-03-03' };
const people = ['p1', 'p2', 'p3'].map((person) => ({ person, facts: [fact] }));
const lines = people.map((person) => JSON.stringify(person));
/** Where the third begins in a list on one line. */
const third = `[${lines.slice(0, 2).join(',')},{`.length;

describe('a table is read', () => {
  it.each<[string, string, string | Buffer]>([
    ['with commas', 'a.csv', table],
    ['with semicolons', 'a.csv', table.replaceAll(',', ';')],
    ['with tabs', 'a.tsv', table.replaceAll(',', '\t')],
    ['with a line that names the separator', 'a.csv', `sep=;\r\n${table.replaceAll(',', ';')}`],
    ['in quotes', 'a.csv', table.replace(/[^,\n]+/g, '"$&"')],
    ['with a mark at its beginning', 'a.csv', `\ufeff${table}`],
    ['in UTF-16', 'a.csv', Buffer.from(`\ufeff${table.replaceAll(',', '\t')}`, 'utf16le')],
    ['with CRLF', 'a.csv', `${rows.join('\r\n')}\r\n`],
    ['with CR alone', 'a.csv', rows.join('\r')],
    ['with empty rows', 'a.csv', `\n${rows.join('\n\n,,,,,,\n')}\n\n`],
    ['under another ending', 'facts.txt', table],
    [
      'with headings in another case',
      'a.csv',
      table.replace(headings, headings.toUpperCase().replaceAll(',', ' , ')),
    ],
  ])('%s', async (_, name, content) => {
    expect(await read(name, content)).toEqual({ of: ['p1 2', 'p2 1'], ofWhom: [], told: [] });
  });

  it('in Western European letters', async () => {
    const { of } = await read('a.csv', Buffer.from([headings, row('Zoë')].join('\n'), 'latin1'));
    expect(of).toEqual(['Zoë 1']);
  });

  it('whatever stands in a person’s id', async () => {
    const ids = ['__proto__', 'constructor', '=1+1', 'x'.repeat(2_000), '"a ""b"", c"', '"a\nb"'];
    const { of } = await read('a.csv', [headings, ...ids.map((id) => row(id))].join('\n'));
    expect(of).toEqual([
      '__proto__ 1',
      'constructor 1',
      '=1+1 1',
      `${'x'.repeat(2_000)} 1`,
      'a "b", c 1',
      'a\nb 1',
    ]);
  });

  it('counting rows as a spreadsheet does', async () => {
    const { of } = await read(
      'a.csv',
      [headings, row('"a\nb"'), '', row('p2').replace('2025', 'in 2025')].join('\n'),
    );
    expect(of).toEqual(['a\nb 1', 'p2 0 row 4']);
  });
});

describe('a row costs no more than itself', () => {
  it.each<[string, string, string[], string[]]>([
    ['ragged', 'p2,contact', ['p1 1', 'p2 0 row 3', 'p3 1'], []],
    ['with a stray quote', row('p2').replace('f1', '"f1'), ['p1 1', 'p2 0 row 3', 'p3 1'], []],
    ['with a stray quote in its person', row('"p2'), ['p1 1', 'p3 1'], ['row 3']],
    ['too long', row('p2', 'x'.repeat(200)), ['p1 1', 'p2 0 row 3', 'p3 1'], []],
    ['without a person', row(''), ['p1 1', 'p3 1'], ['row 3']],
  ])('%s', async (_, wrong, of, ofWhom) => {
    const content = [headings, row('p1'), wrong, row('p3')].join('\n');
    expect(await read('a.csv', content, { row: 150 })).toMatchObject({ of, ofWhom });
  });

  it('nor where the next row has quotes', async () => {
    const stray = row('p2').replace('f1', '"f1');
    const { of } = await read('a.csv', [headings, stray, row('p3', '"f1"'), row('p4', '","')].join('\n'));
    expect(of).toEqual(['p2 0 row 2', 'p3 1', 'p4 1']);
  });
});

describe('JSON is read', () => {
  it.each<[string, string]>([
    ['one person a line', lines.join('\n')],
    ['with CRLF', lines.join('\r\n')],
    ['with CR alone', lines.join('\r')],
    ['all on one line', lines.join(' ')],
    ['as a list', JSON.stringify(people)],
    ['as a list with a comma too many', `[${lines.join(',')},]`],
    ['as a list of lines', `[\n${lines.join(',\n')}\n]\n`],
    ['as people write it', JSON.stringify(people, null, 2)],
    ['with a mark at its beginning', `\ufeff${lines.join('\n')}`],
  ])('%s', async (_, content) => {
    expect(await read('a.ndjson', content)).toEqual({ of: ['p1 1', 'p2 1', 'p3 1'], ofWhom: [], told: [] });
    expect((await read('a.csv', content)).of).toEqual(['p1 1', 'p2 1', 'p3 1']);
  });

  it.each<[string, string, string[], string[]]>([
    ['a line that does not end', ['{ "person": ', ...lines].join('\n'), ['p1 1', 'p2 1', 'p3 1'], ['line 1']],
    [
      'a quote that does not close',
      lines.join('\n').replace('died"', 'died'),
      ['p1 0 line 1', 'p2 1', 'p3 1'],
      [],
    ],
    ['no JSON', ['person p1', ...lines].join('\n'), ['p1 1', 'p2 1', 'p3 1'], ['line 1']],
    [
      'a fault in a list of many lines',
      JSON.stringify(people, null, 2).replace('"died"', '"died'),
      ['p1 0 line 2', 'p2 1', 'p3 1'],
      [],
    ],
    [
      'a list that was cut off in a person',
      JSON.stringify(people).slice(0, -10),
      ['p1 1', 'p2 1', `p3 0 line 1, character ${third}`],
      [`line 1, character ${third}`],
    ],
    ['a list that was cut off', `[\n${lines.join(',\n')}\n`, ['p1 1', 'p2 1', 'p3 1'], ['line 5']],
    [
      'a line without end',
      `{"person":"p1","facts":["${'x'.repeat(900)}"]}\n${lines[1] ?? ''}`,
      ['p1 0 line 1', 'p2 1'],
      ['line 1'],
    ],
  ])('and costs no more than it must: %s', async (_, content, of, ofWhom) => {
    expect(await read('a.json', content, { person: 500 })).toMatchObject({ of, ofWhom });
  });
});

test('a person with more facts than anybody has is told as that', async () => {
  const { of, told } = await read('a.csv', table, { factsOfOne: 1 });
  expect(of).toEqual(['p1 0', 'p2 1']);
  expect(told).toEqual([
    'row 4: this person has more than 1 facts: look whether one id stands for several people',
  ]);
});

describe('a file is refused, with what to do', () => {
  it.each<[string, string, string | Buffer, Partial<Limits>, string | RegExp]>([
    ['that is empty', 'a.csv', '', {}, 'a.csv is empty'],
    ['of empty lines', 'a.csv', '\n \n', {}, 'a.csv is empty'],
    [
      'that is a workbook',
      'a.xlsx',
      Buffer.from('PK\u0003\u0004'),
      {},
      /is a workbook or a zip file\. Save it as CSV/,
    ],
    ['that is packed', 'a.gz', Buffer.from([0x1f, 0x8b, 8]), {}, /is packed with gzip\. Unpack it/],
    ['that is no text', 'a.csv', Buffer.from([1, 2, 0, 3]), {}, /is not a text file\. Save it as CSV/],
    ['without headings', 'a.csv', row('p1'), {}, /^a\.csv: The first row must name the columns/],
    ['that is too large', 'a.csv', table, { bytes: 50 }, /^a\.csv is larger than .* MB\. Part it by person/],
    [
      'with too many people',
      'a.csv',
      table,
      { people: 1 },
      /^The file holds more than 1 people\. Part it by person/,
    ],
    [
      'with too many facts',
      'a.csv',
      table,
      { facts: 2 },
      /^The file holds more than 2 facts\. Part it by person/,
    ],
    [
      'of one line without end',
      'a.csv',
      'x,'.repeat(500_000),
      {},
      /^The first line is longer than 100,000 characters/,
    ],
  ])('%s', async (_, name, content, limits, says) => {
    expect(await refusal(name, content, limits)).toMatch(says);
  });
});

test('a file of one line without end is held in no memory', async () => {
  const { of, ofWhom } = await read('a.ndjson', `{"person":"p1","facts":[${'{"a":1},'.repeat(2_000_000)}`);
  expect({ of, ofWhom }).toEqual({ of: ['p1 0 line 1'], ofWhom: ['line 1'] });
});
