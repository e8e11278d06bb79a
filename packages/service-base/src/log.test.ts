import fc from 'fast-check';
import { logger, scrubFields, scrubText } from './log.ts';

function logged(write: (log: ReturnType<typeof logger>) => void): string {
  const lines: string[] = [];
  write(logger({ level: 'debug', service: 'test', destination: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

it('is one JSON line with level, time, service and message', () => {
  const line = JSON.parse(logged((log) => log.info({ count: 2 }, 'Done'))) as Record<string, unknown>;
  expect(line).toMatchObject({ level: 'info', service: 'test', count: 2, msg: 'Done' });
  expect(line['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

it.each([
  'name',
  'givenName',
  'family_name',
  'nhsNumber',
  'NHS-Number',
  'address',
  'postcode',
  'dateOfBirth',
  'phone',
  'email',
  'notes',
  'clinical_notes',
  'authorization',
  'Cookie',
  'set-cookie',
  'body',
  'query',
  'url',
  'typed',
])('withholds %s at any depth, also from a child', (field) => {
  const text = logged((log) => {
    log.info({ [field]: 'Marked', inner: [{ [field]: ['Marked'] }] }, 'x');
    log.child({ deep: { [field]: 'Marked' } }).warn({}, 'y');
  });
  expect(text).not.toContain('Marked');
  expect(text).toContain('[withheld]');
});

it('takes NHS numbers, e-mail addresses and postcodes out of any text, and leaves ids, hashes and times', () => {
  expect(scrubText('no 999 000 0018, 999-000-0018; 9990000018.')).not.toMatch(/0018/);
  expect(scrubText('to a.b@example.org at DH1 5UL')).toBe('to [withheld] at [withheld]');
  const kept =
    'ref_9990000018abc 00-4bf92f3577b34da6a3ce929d0e0e4736-01 2026-11-21T10:00:00.000Z 1763760000000';
  expect(scrubText(kept)).toBe(kept);
});

it('no NHS number gets through, wherever it stands', () => {
  const marked = fc.constantFrom('9990000018', '999 000 0018', '999-000-0018');
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      marked,
      fc.constant(9990000018),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('any'), { maxKeys: 3 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, marked, (inner, text) => {
      const out = logged((log) =>
        log.error({ inner, err: new Error(text, { cause: new TypeError(text) }) }, `at ${text}`),
      );
      expect(out).not.toMatch(/999[ -]?000[ -]?0018/);
    }),
  );
});

it('an error keeps its type, code and place; its message only when it speaks of machines', () => {
  const text = JSON.stringify(
    scrubFields({
      err: new SyntaxError('Unexpected token in Marked'),
      away: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:27017'), {
        code: 'ECONNREFUSED',
        syscall: 'connect',
      }),
    }),
  );
  expect(text).not.toContain('Marked');
  expect(text).toContain('SyntaxError');
  expect(text).toContain('log.test.ts');
  expect(text).toContain('connect ECONNREFUSED 127.0.0.1:27017');
});

it('survives what refers to itself', () => {
  const loop: Record<string, unknown> = { a: 1 };
  loop['self'] = loop;
  const error = new Error('x');
  error.cause = error;
  expect(() => logged((log) => log.info({ loop, err: error }, 'x'))).not.toThrow();
});
