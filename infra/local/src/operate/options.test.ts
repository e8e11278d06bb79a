import { endedWith, exitCodes } from './import-endings.ts';
import { portIn, readOptions } from './options.ts';

const options = { port: { type: 'string' }, help: { type: 'boolean', default: false } } as const;

test('options and names of files are read', () => {
  expect(readOptions(['a.csv', '--port', '4500'], options)).toEqual({
    values: { port: '4500', help: false },
    positionals: ['a.csv'],
  });
});

test.each([
  [['--dry-run'], 'There is no option --dry-run. There are: --port, --help.'],
  [['-x'], 'There is no option -x. There are: --port, --help.'],
  [['--prot=4500'], 'There is no option --prot. There are: --port, --help.'],
  [['--port'], 'The value of --port is missing or not wanted.'],
])('%j is named', (args, fault) => {
  expect(readOptions(args, options)).toEqual({ fault });
});

test('a port is a whole number', () => {
  expect(portIn('4500')).toBe(4500);
  expect(portIn('x')).toEqual({ fault: '--port is "x"; it must be a whole number from 1 to 65535.' });
});

const state = {
  ...{ id: 'imp_1', rows: 2, added: 2, updated: 0, already: 0, duplicates: 0, rejected: 0, setAside: 0 },
  ...{ failure: null, passedOver: [] },
};
test.each([
  [{ ...state, state: 'done' as const }, 'taken', '2 new, 0 updated'],
  [{ ...state, state: 'done' as const, rejected: 1 }, 'rejected', '1 rejected'],
  [{ ...state, state: 'done' as const, rows: 0 }, 'nothing', 'nothing to import'],
  [{ ...state, state: 'failed' as const, failure: 'The file is empty.' }, 'failed', 'The file is empty.'],
  [{ ...state, state: 'headings' as const }, 'waits', 'http://here/referrals/imports/imp_1/headings'],
  [
    { ...state, state: 'done' as const, setAside: 2, notUsed: ['Hat'] },
    'taken',
    '2 taken without a detail that could not be read: --summary FILE says which. Columns not used: Hat.',
  ],
  [{ ...state, state: 'values' as const }, 'waits', 'http://here/referrals/imports/imp_1/values'],
  [{ ...state, state: 'dates' as const }, 'waits', '--dates day-first'],
])('an import ends so that a program can tell: %j', (done, kind, says) => {
  expect(endedWith(done, 'http://here')).toMatchObject({
    kind,
    says: expect.stringContaining(says) as string,
  });
});

test('each ending has a code of its own', () => {
  expect(new Set(Object.values(exitCodes)).size).toBe(Object.keys(exitCodes).length);
});
