import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { Release } from './members.ts';
import { readRelease } from './read-release.ts';

const file = (...rows: string[][]) => rows.map((row) => row.join('\t')).join('\r\n');
const setHeader = ['id', 'effectiveTime', 'active', 'moduleId', 'refsetId', 'referencedComponentId'];
const nameHeader = [
  'id',
  'effectiveTime',
  'active',
  'moduleId',
  'conceptId',
  'languageCode',
  'typeId',
  'term',
];
const row = (time: string, active: string, set: string, code: string) => ['id', time, active, 'm', set, code];
const name = (
  code: string,
  term: string,
  { active = '1', time = '20200101', type = '900000000000003001' } = {},
) => [...['id', time, active, 'm', code, 'en', type, term]];

const psychological = '1853461000000105';
const psychosocial = '1853481000000101';
const release = 'SNOMED CT UK Clinical Edition, an invented release';
const descriptions = file(
  nameHeader,
  name('405780009', 'Dialectical behavior therapy (regime/therapy)'),
  name('405780009', 'DBT', { type: '900000000000013009' }),
  name('390773006', 'An older name (regime/therapy)'),
  name('390773006', 'Cognitive analytic therapy (regime/therapy)', { time: '20220101' }),
  name('390773006', 'A name that was withdrawn (regime/therapy)', { time: '20230101', active: '0' }),
  name('11429006', 'Consultation (procedure)'),
);

describe('a release of the reference sets', () => {
  it('gives the members of the four sets with kind and name; the last row of a member holds', () => {
    const referenceSets = file(
      setHeader,
      row('20230412', '1', psychological, '405780009'),
      row('20230412', '1', psychological, '390773006'),
      row('20240410', '0', psychological, '390773006'),
      row('20240410', '0', psychosocial, '11429006'),
      row('20250416', '1', psychosocial, '11429006'),
      row('20230412', '1', '999000771000000106', '22298006'),
    );
    const taken = readRelease({ release, referenceSets, descriptions });
    expect(taken).toEqual({
      release,
      members: [
        { code: '390773006', text: 'Cognitive analytic therapy', kind: 'psychological', until: '2024-04-10' },
        { code: '405780009', text: 'Dialectical behavior therapy', kind: 'psychological' },
        { code: '11429006', text: 'Consultation', kind: 'psychosocial' },
      ],
    });
    expect(Release.parse(JSON.parse(JSON.stringify(taken)))).toEqual(taken);
  });

  it('does not depend on the order of the rows', () => {
    const rows = [
      row('20230412', '1', psychological, '405780009'),
      row('20240410', '0', psychological, '405780009'),
      row('20230412', '1', psychosocial, '11429006'),
      row('20240410', '1', psychological, '390773006'),
    ];
    const expected = readRelease({ release, referenceSets: file(setHeader, ...rows), descriptions });
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        const referenceSets = file(setHeader, ...shuffled);
        expect(readRelease({ release, referenceSets, descriptions })).toEqual(expected);
      }),
    );
  });

  it.each([
    ['another file', descriptions, 'no column refsetId, referencedComponentId'],
    ['an empty file', '', 'no column'],
    [
      'a file of other sets',
      file(setHeader, row('20230412', '1', '999000771000000106', '22298006')),
      'no member',
    ],
    [
      'a code with a wrong digit',
      file(setHeader, row('20230412', '1', psychological, '405780008')),
      '405780008',
    ],
    [
      'a code without a name',
      file(setHeader, row('20230412', '1', psychological, '22298006')),
      'no name for 22298006',
    ],
    [
      'a day that does not exist',
      file(setHeader, row('20231301', '0', psychological, '405780009')),
      '20231301, which is no day',
    ],
  ])('%s is refused in words', (_, referenceSets, words) => {
    expect(() => readRelease({ release, referenceSets, descriptions })).toThrow(words);
  });
});

describe('the command that takes a release in', () => {
  const run = async (...given: string[]) =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, 'main.ts'), ...given]).then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => error,
    );
  const data = join(import.meta.dirname, 'members.json');

  it('says how it is used, and leaves the data as it is where a file cannot be read', async () => {
    const before = await readFile(data, 'utf8');
    expect(await run()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('REFERENCE_SETS') as string,
    });
    expect(await run('A release', data, data)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was taken in. This is no file of RF2') as string,
    });
    expect(await readFile(data, 'utf8')).toBe(before);
  });

  it('the data as it stands is of its form', async () => {
    expect(Release.safeParse(JSON.parse(await readFile(data, 'utf8'))).success).toBe(true);
  });
});
