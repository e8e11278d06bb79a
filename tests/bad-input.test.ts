import fc from 'fast-check';
import { until } from '@waymark/testkit';
import { described, fieldsIn, jsonSchemaOf, withField } from './arbitrary.ts';
import { seed, type Seeded } from './seed.ts';
import { startSystem, type Answer, type System } from './system.ts';
import { endpoints, type Endpoint } from './endpoints.ts';
import { roleAllowed, requestAs, type RequestAs } from './request-as.ts';

let system: System;
let seeded: Seeded;
beforeAll(async () => {
  system = await startSystem();
  seeded = await seed(system);
}, 120_000);
afterAll(() => system.close());

type Problem = { code?: string; errors?: { pointer: string; field: string; detail: string }[] };
type Imported = {
  state: string;
  added: number;
  already: number;
  duplicates: number;
  rejected: number;
  setAside: number;
  failure: string | null;
};
type Sent = Pick<RequestAs, 'query' | 'body' | 'headers'>;

const named = (chosen: (subject: Endpoint) => boolean) =>
  endpoints.filter(chosen).map((subject) => [subject.name, subject] as const);
const programs = named(({ kind, answers, upload }) => kind === 'action' && answers === 'json' && !upload);
const forms = named(({ kind, answers, upload }) => kind === 'action' && answers === 'page' && !upload);
const views = named(({ kind }) => kind === 'view');
const withRecord = named(({ path }) => path.includes('/:'));

/** Sends something to an address, as someone who may, with a version where one is needed. */
function send(subject: Endpoint, sent: Sent, at: Record<string, string> = seeded.own): Promise<Answer> {
  return requestAs(system, subject, {
    ...sent,
    as: roleAllowed(subject),
    at,
    headers: { ...(subject.expectsVersion && { 'if-match': '"1"' }), ...sent.headers },
  });
}

/** The answer says that it is the sender's fault. */
function refused(answer: Answer, what: unknown): Problem {
  if (answer.status >= 400 && answer.status < 500) return answer.body as Problem;
  throw new Error(`${answer.status} for ${JSON.stringify(what).slice(0, 200)}: ${answer.text.slice(0, 300)}`);
}

/** Never our fault, whatever came of it. */
function neverOurs(answer: Answer, what: unknown): void {
  if (answer.status < 500) return;
  throw new Error(`${answer.status} for ${JSON.stringify(what)}: ${answer.text.slice(0, 300)}`);
}

/** Whether the answer names the field, something inside it, or what it is inside of. */
function names(problem: Problem, path: readonly string[]): boolean {
  const field = path.join('.');
  return (problem.errors ?? []).some(
    (error) =>
      error.detail.length > 3 &&
      error.field !== '' &&
      (error.field === field || error.field.startsWith(`${field}.`) || field.startsWith(`${error.field}.`)),
  );
}

/** So many of them, from all along the list. */
function spread<T>(all: readonly T[], most: number): T[] {
  return all.filter(
    (_, at) =>
      all.length <= most ||
      Math.floor((at * most) / all.length) !== Math.floor(((at - 1) * most) / all.length),
  );
}

const hostile: [what: string, value: string][] = [
  ['an operator', '{"$ne":1}'],
  ['an operator with a pattern', '{"$regex":".*"}'],
  ['code', '{"$where":"sleep(1000)"}'],
  ['a prototype', '{"__proto__":{"admin":true}}'],
  ['a constructor', '{"constructor":{"prototype":{"admin":true}}}'],
  ['a NUL', '"\\u0000"'],
  ['half a character', '"\\ud800"'],
  ['nesting without end', '['.repeat(50) + ']'.repeat(50)],
];
const marker = 'the-hostile-value';

describe('a body in which one field is hostile is refused, and the field is named', () => {
  test.each(programs)('%s', async (_name, subject) => {
    const schema = jsonSchemaOf(subject.takes);
    const [good] = fc.sample(described(schema), { numRuns: 1, seed: 7 });
    const fields = fieldsIn(schema);
    for (const path of [...spread(fields, 60), ['$where'], ['__proto__x']])
      for (const [what, value] of hostile) {
        const body = JSON.stringify(withField(good, path, marker)).replace(`"${marker}"`, value);
        const answer = await send(subject, { body });
        const problem = refused(answer, [what, path]);
        expect({ what, path, named: names(problem, path), answer: problem }).toMatchObject({ named: true });
      }
  });
});

describe('a body that cannot be read is refused', () => {
  const unreadable: [what: string, sent: Sent][] = [
    ['null', { body: 'null' }],
    ['a list', { body: '[{"$ne":1}]' }],
    ['text', { body: '"text"' }],
    ['a number', { body: '1e999' }],
    ['broken JSON', { body: '{"a":' }],
    ['bytes that are not UTF-8', { body: Uint8Array.from([0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d]) }],
    ['UTF-16', { body: Uint8Array.from(Buffer.from('\ufeff{"a":1}', 'utf16le')) }],
    ['a huge body', { body: JSON.stringify({ a: 'x'.repeat(2_000_000) }) }],
    ['a body nested a hundred thousand deep', { body: '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000) }],
    ['a form', { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['XML', { body: '<a/>', headers: { 'content-type': 'application/xml' } }],
    [
      'another character set',
      { body: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } },
    ],
    ['compression', { body: '{}', headers: { 'content-encoding': 'gzip' } }],
    ['a key with a space', { body: '{}', headers: { 'idempotency-key': 'a b' } }],
    ['a version that is none', { body: '{}', headers: { 'if-match': 'W/"x"' } }],
  ];
  test.each(programs)('%s', async (_name, subject) => {
    for (const [what, sent] of unreadable) {
      const answer = await send(subject, sent);
      refused(answer, what);
    }
  });
});

describe('a form with a hostile field is refused, and comes again with words', () => {
  test.each(forms)('%s', async (_name, subject) => {
    const fields = fieldsIn(jsonSchemaOf(subject.takes)).map((path) =>
      path.filter((step) => step !== '0').join('.'),
    );
    const lines = [
      ...spread(fields, 20).flatMap((field) => [
        `${field}=%00`,
        `${field}=%ff`,
        `${field}[$ne]=1`,
        `${field}.__proto__.x=1`,
      ]),
      '__proto__.admin=1',
      'constructor.prototype.admin=1',
      '$where=1',
      'a=1&'.repeat(3_000),
      `a=${'x'.repeat(100_000)}`,
      '%E0%A4%A=1',
    ];
    for (const body of lines) {
      const answer = await send(subject, { body });
      refused(answer, body);
      expect(answer.headers.get('content-type')).toContain('text/html');
    }
  });
});

describe('an address with a hostile query is refused, and the part is named', () => {
  test.each(views)('%s', async (_name, subject) => {
    const keys = fieldsIn(jsonSchemaOf(subject.takes)).map(([name = '']) => name);
    const queries: [part: string, query: string][] = [
      ...keys.flatMap((key): [string, string][] => [
        [`${key}[$ne]`, `${key}[$ne]=1`],
        [`${key}[$regex]`, `${encodeURIComponent(`${key}[$regex]`)}=.*`],
        [key, `${key}=%00`],
        [key, `${key}=%ff`],
        [key, `${key}=${'x'.repeat(9_000)}`],
      ]),
      ['__proto__', '__proto__=1'],
      ['constructor.prototype.admin', 'constructor.prototype.admin=1'],
      ['$where', '$where=1'],
      ['nothing-of-ours', 'nothing-of-ours=1'],
    ];
    for (const [part, query] of queries) {
      const answer = await send(subject, { query });
      expect({ query: query.slice(0, 60), status: answer.status }).toMatchObject({ status: 400 });
      if (subject.answers === 'json') expect(names(answer.body as Problem, [part.slice(0, 60)])).toBe(true);
    }
    neverOurs(await send(subject, { query: '%E0%A4%A=%E0%A4%A' }), 'broken percent-encoding');
    neverOurs(await send(subject, { query: 'a=1&'.repeat(2_000) }), 'two thousand keys');
  });
});

describe('an address of a record that cannot be is refused', () => {
  const ids = [
    'x',
    '$ne',
    '{"$ne":1}',
    '__proto__',
    '../..',
    '\u0000',
    '%',
    'ref_',
    "ref_' OR 1=1",
    'é',
    'a'.repeat(4_000),
  ];
  test.each(withRecord)('%s', async (_name, subject) => {
    for (const id of ids) {
      const at = Object.fromEntries(Object.keys(seeded.own).map((name) => [name, id]));
      const answer = await send(subject, {}, { ...at, ...(roleAllowed(subject) === 'family' && seeded.own) });
      refused(answer, id);
    }
  });
});

describe('whatever is sent, the fault is never ours', () => {
  const odd = fc.oneof(
    fc.constantFrom(
      '__proto__',
      'constructor',
      '$ne',
      '$where',
      '\u0000',
      '9990000018',
      '=cmd()',
      '2026-02-30',
      '',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.jsonValue({ maxDepth: 3 }),
  );

  test.each(programs)('%s: what is nearly right', async (_name, subject) => {
    const schema = jsonSchemaOf(subject.takes);
    const fields = fieldsIn(schema);
    const spoiled = fc
      .tuple(
        described(schema),
        fc.array(fc.tuple(fc.constantFrom(...(fields.length > 0 ? fields : [['a']])), odd), { maxLength: 2 }),
      )
      .map(([body, changes]) => changes.reduce((all, [path, value]) => withField(all, path, value), body));
    await fc.assert(
      fc.asyncProperty(spoiled, async (body) =>
        neverOurs(await send(subject, { body: JSON.stringify(body) }), body),
      ),
      { numRuns: 60 },
    );
  });

  test.each(forms)('%s: any fields', async (_name, subject) => {
    const fields = fieldsIn(jsonSchemaOf(subject.takes)).map((path) =>
      path.filter((step) => step !== '0').join('.'),
    );
    const name = fc.constantFrom(...fields, '_key', '_version', '__proto__', 'a[$ne]');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, fc.string({ maxLength: 20 })), { maxLength: 12 }),
        async (typed) => {
          const body = new URLSearchParams(typed).toString();
          neverOurs(await send(subject, { body }), body);
        },
      ),
      { numRuns: 30 },
    );
  });

  test.each(views)('%s: any query', async (_name, subject) => {
    const schema = jsonSchemaOf(subject.takes);
    const keys = fieldsIn(schema).map(([name = '']) => name);
    const name = fc.constantFrom(...keys, 'a', 'after');
    const anything = fc.array(fc.tuple(name, fc.string({ maxLength: 20 })), { maxLength: 4 });
    const right = described(schema).map((asked) =>
      Object.entries(asked as object).map(([key, value]): [string, string] => [key, String(value)]),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, right), async (asked) => {
        const query = new URLSearchParams(asked).toString();
        neverOurs(await send(subject, { query }), query);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a file in which one cell is hostile: that costs the cell, or the row where nothing goes without it, with the column named', () => {
  const good = {
    source_system_id: 'good',
    nhs_number: '',
    given_name: 'Synthetic',
    family_name: 'Child',
    date_of_birth: '2016-03-04',
    gender: '1',
    ethnic_category: 'A',
    postcode: 'DH1 1AB',
    address_line_1: '',
    gp_practice_code: 'A83001',
    school_urn: '114312',
    contact_phone: '',
    contact_email: '',
    service: 'adhd-assessment',
    provider_code: 'RX3',
    received_date: '2026-02-03',
    source_of_referral: 'B2',
    referring_organisation: '',
    clinical_priority: '3',
    primary_reason: '24',
    other_reasons: '',
    team_type: '',
    accepted_date: '',
    first_contact_date: '',
    first_contact_attendance: '',
    first_contact_mechanism: '',
    circumstances: '',
    needs: '',
    clinical_notes: '',
  };
  const columns = Object.keys(good) as (keyof typeof good)[];
  /** Without these there is no referral; whatever else cannot be read costs that detail alone. */
  const needed: readonly (keyof typeof good)[] = [
    ...(['source_system_id', 'given_name', 'family_name'] as const),
    ...(['date_of_birth', 'service', 'received_date'] as const),
  ];
  const cell = (value: string) => `"${value.replaceAll('"', '""')}"`;
  const line = (row: Record<string, string>) => columns.map((column) => cell(row[column] ?? '')).join(',');

  async function imported(file: string | Uint8Array<ArrayBuffer>) {
    const headers = { 'content-type': 'text/csv' };
    const sent = await system.ask(
      'operator',
      'POST',
      '/referrals/api/imports?filename=hostile.csv',
      file,
      headers,
    );
    expect(sent.status).toBe(202);
    const { id } = sent.body as { id: string };
    const done = await until('the import has ended', async () => {
      const { body } = await system.ask('operator', 'GET', `/referrals/api/imports/${id}`);
      return (body as Imported).state !== 'reading' && (body as Imported);
    });
    const { text } = await system.ask('operator', 'GET', `/referrals/api/imports/${id}/rejected`);
    const summary = await system.ask('operator', 'GET', `/referrals/api/imports/${id}/summary`);
    return { done, rejected: text, summary: summary.text };
  }

  test.each([
    // Of a text, what cannot be seen is left out, and the rest is a text.
    ['a NUL', 'a\u0000b', 1],
    ['an operator', '{"$ne":null}\u0007', 0],
    ['a huge cell', 'x'.repeat(50_000), 0],
  ])('%s', async (_what, hostile, readable) => {
    const rows = columns.map((column) => ({ ...good, source_system_id: `bad-${column}`, [column]: hostile }));
    const file = [columns.join(','), line(good), ...rows.map(line)].join('\n');
    const { done, rejected, summary } = await imported(file);
    const optional = columns.length - needed.length;
    expect(done).toMatchObject({ state: 'done', rejected: needed.length, setAside: optional - readable });
    // One child, who waits once: the rows with other ids wait for somebody to say that they are the same again.
    expect(done.added + done.already + done.duplicates).toBe(1 + optional);
    expect(done.duplicates).toBeGreaterThan(optional - 2);
    expect(needed.filter((column) => !rejected.includes(`${column}: `))).toEqual([]);
    expect(columns.filter((column) => !summary.includes(`,${column},`))).toHaveLength(readable);
  });

  test.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['a photograph', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46])],
    ['a zip archive', Uint8Array.from(Buffer.from('PK\u0003\u0004 synthetic'))],
    ['no columns that are known', 'a,b\n1,2'],
    ['prototype columns', '__proto__,constructor\n1,2'],
    ['nothing', ''],
    ['bytes of a picture', Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256)],
    ['a quote that never ends', `${columns.join(',')}\n"${'x'.repeat(300_000)}`],
  ])('%s is answered in words', async (_what, file) => {
    const headers = { 'content-type': 'text/csv' };
    const sent = await system.ask(
      'operator',
      'POST',
      '/referrals/api/imports?filename=odd.csv',
      file,
      headers,
    );
    neverOurs(sent, 'a file');
    if (sent.status !== 202) return void expect(sent.status).toBeLessThan(500);
    const { id } = sent.body as { id: string };
    const done = await until('the import has ended', async () => {
      const { body } = await system.ask('operator', 'GET', `/referrals/api/imports/${id}`);
      return (body as Imported).state !== 'reading' && (body as Imported);
    });
    expect(done).toMatchObject({ added: 0 });
    expect((done.failure ?? '').length + done.rejected).toBeGreaterThan(0);
  });
});

test('no service has logged a fault', () => {
  const faults = system
    .logged()
    .split('\n')
    .filter((line) => line.includes('The request failed') || line.includes('A refusal has no words'));
  expect(faults.slice(0, 3)).toEqual([]);
  expect(system.failures).toEqual([]);
});
