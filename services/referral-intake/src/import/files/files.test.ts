import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from '@waymark/testkit/until';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse } from 'yaml';
import { intake, type Intake } from '../../testing/intake.ts';

type Headings = { headings: Record<string, string>; fixed?: Record<string, string>; makeReference?: true };
type Values = Record<string, Record<string, string>>;

/** What must come of a file: see `expected.yaml`. */
type Expected = {
  file: string;
  about: string;
  sheet?: string;
  headings?: Headings | undefined;
  values?: Values | undefined;
  dates?: 'day-first' | 'month-first' | undefined;
  counts?: Record<string, number>;
  passedOver?: number[];
  /** Words that stand in what is told of a row. */
  rejected?: { row: number; says: string }[];
  /** Words that stand in the summary with what a row was taken without. */
  setAside?: { row: number; says: string }[];
  /** Headings that stand for nothing. */
  notUsed?: string[];
  children?: { find: string; details?: object; referral?: object; circumstances?: string[] }[];
  failure?: string;
};
const expected = parse(readFileSync(join(import.meta.dirname, 'expected.yaml'), 'utf8')) as Expected[];

/** What a way of importing gives back: the import's id, the file of rejected rows where there are any, and its ending. */
type Outcome = { id: string; rejected?: string; exitCode?: number };
/** What is chosen, and what is answered where a file leaves it open. */
type Asked = Pick<Expected, 'sheet' | 'headings' | 'values' | 'dates'>;
type Route = (app: Intake, file: string, about: Asked) => Promise<Outcome>;

const routes: [string, Route][] = [
  ['by the page', byPage],
  ['by a program', byProgram],
  ['at the command line', byCommand],
];

describe.each(routes)('a file imported %s', (_way, route) => {
  let app: Intake;
  beforeAll(async () => {
    app = await intake();
  });
  afterAll(() => app.close());

  test.each(expected.map((each): [string, string, Expected] => [each.file, each.about, each]))(
    '%s: %s',
    async (_file, _about, each) => {
      const { id, rejected, exitCode } = await route(app, join(import.meta.dirname, each.file), each);
      const state = await ended(app, id);
      if (each.failure !== undefined) {
        expect(state).toMatchObject({
          state: 'failed',
          failure: expect.stringContaining(each.failure) as string,
        });
        if (exitCode !== undefined) expect(exitCode).toBe(1);
        return;
      }
      expect(state).toMatchObject({
        state: 'done',
        ...{ added: 0, updated: 0, already: 0, duplicates: 0, rejected: 0, setAside: 0 },
        ...each.counts,
        passedOver: each.passedOver ?? [],
        notUsed: each.notUsed ?? [],
      });
      expectRejected(each, rejected);
      await expectSetAside(app, id, each);
      for (const child of each.children ?? []) await expectChild(app, child);
      if (exitCode !== undefined) expect(exitCode).toBe(exitCodeOf(each));
      if (rejected !== undefined)
        await expectSameAgain(app, { name: each.file, rejected, dates: each.dates });
    },
    60_000,
  );
});

/** The rejected rows are as expected, by their number in the file and the words. */
function expectRejected({ rejected = [] }: Expected, file: string | undefined): void {
  const told = problemsIn(file);
  for (const { row, says } of rejected)
    expect([row, told.get(row)]).toEqual([row, expect.stringContaining(says)]);
  expect([...told.keys()]).toEqual([...new Set(rejected.map(({ row }) => row))]);
}

/** What rows were taken without stands in the summary, by their number in the file and the words. */
async function expectSetAside(app: Intake, id: string, { setAside = [] }: Expected): Promise<void> {
  const { text: summary } = await app.get(`/api/imports/${id}/summary`, 'operator');
  const told = summary.split('\r\n').filter((line) => line.includes('Set aside'));
  for (const { row, says } of setAside)
    expect([row, told.filter((line) => line.startsWith(`${row},`)).join('\n')]).toEqual([
      row,
      expect.stringContaining(says),
    ]);
  expect(new Set(told.map((line) => Number(line.split(',')[0])))).toEqual(
    new Set(setAside.map(({ row }) => row)),
  );
}

/** Rejected rows that come back as they were stay rejected with the same words. */
async function expectSameAgain(
  app: Intake,
  { name, rejected, dates }: { name: string; rejected: string; dates: Expected['dates'] },
): Promise<void> {
  const again = await byProgram(app, { name, content: rejected }, { ...(dates && { dates }) });
  expect([...problemsIn(again.rejected).values()]).toEqual([...problemsIn(rejected).values()]);
}

/** What is told of each row of a file of rejected rows, by the row's number in the file before. */
function problemsIn(file: string | undefined): ReadonlyMap<number, string> {
  if (file === undefined) return new Map();
  const records: string[][] = parseCsv(file, { bom: true, relax_column_count: true });
  const [names = [], ...rows] = records;
  const at = names.length - 2;
  return new Map(rows.map((cells) => [Number(cells[at]), cells[at + 1] ?? '']));
}

type Found = { personId: string; familyName: string; referrals: { referralId: string }[] };

/** A child is found by name, once, and holds what is expected. */
async function expectChild(
  app: Intake,
  { find, details = {}, referral = {}, circumstances }: NonNullable<Expected['children']>[number],
): Promise<void> {
  const { body } = await app.post('/api/find', { find });
  const found = body['children'] as Found[];
  const children = found.filter(({ familyName }) => familyName === find);
  expect([find, children.length]).toEqual([find, 1]);
  const [child] = children;
  expect((await app.get(`/api/people/${child?.personId}`)).body).toMatchObject({ details });
  const [only, ...others] = child?.referrals ?? [];
  expect(others).toEqual([]);
  const { body: held } = await app.get(`/api/referrals/${only?.referralId}`);
  expect(held).toMatchObject(referral);
  if (circumstances === undefined) return;
  const stated = held['circumstances'] as { id: string }[];
  expect(stated.map(({ id }) => id).toSorted()).toEqual(circumstances.toSorted());
}

function exitCodeOf({ counts = {} }: Expected): number {
  if (counts['rows'] === 0) return 3;
  return (counts['rejected'] ?? 0) > 0 ? 2 : 0;
}

type State = Record<string, unknown>;

/** An import, once it is not read any more. */
async function ended(app: Intake, id: string): Promise<State> {
  return until(async () => {
    const { body } = await app.get(`/api/imports/${id}`, 'operator');
    return body['state'] === 'reading' ? undefined : body;
  });
}

async function rejectedOf(app: Intake, id: string): Promise<{ rejected?: string }> {
  const { rejected } = await ended(app, id);
  if (rejected === 0) return {};
  return { rejected: (await app.get(`/api/imports/${id}/rejected`, 'operator')).text };
}

async function byProgram(
  app: Intake,
  file: string | { name: string; content: string },
  { sheet, ...answers }: Asked,
): Promise<Outcome> {
  const content = typeof file === 'string' ? readFileSync(file) : file.content;
  const query = new URLSearchParams({ filename: 'synthetic', ...(sheet !== undefined && { sheet }) });
  const sent = await app.request(`/referrals/api/imports?${query.toString()}`, {
    method: 'POST',
    headers: {
      ...(await app.identity.bearer('operator')),
      'content-type': 'text/csv',
      'idempotency-key': randomUUID(),
    },
    body: content,
  });
  expect(sent.status).toBe(202);
  const id = String(sent.body['id']);
  await answered(app, id, answers);
  return { id, ...(await rejectedOf(app, id)) };
}

/** Answer what an import asks, as a program does. */
async function answered(app: Intake, id: string, { headings, values, dates }: Asked) {
  for (const [state, path, body] of [
    ['headings', 'headings', headings],
    ['values', 'values', values && { values }],
    ['dates', 'dates', dates && { order: dates }],
  ] as const) {
    if ((await ended(app, id))['state'] !== state) continue;
    expect(body).toBeDefined();
    const said = await app.post(`/api/imports/${id}/${path}`, body ?? {}, { who: 'operator' });
    expect([said.status, said.text]).toEqual([202, expect.anything()]);
  }
}

/** With a browser's forms: the file, then what its pages ask, then the links of the last page. */
async function byPage(
  app: Intake,
  file: string,
  { sheet, headings, values, dates }: Asked,
): Promise<Outcome> {
  const form = new FormData();
  form.set('_key', randomUUID());
  form.set('attended', 'true');
  if (sheet !== undefined) form.set('sheet', sheet);
  form.set('file', new Blob([readFileSync(file)]), 'synthetic.csv');
  const sent = await app.request('/referrals/imports', {
    method: 'POST',
    headers: {
      cookie: await app.identity.cookieFor('operator'),
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
    },
    body: form,
  });
  expect(sent.status).toBe(303);
  const page = sent.headers.get('location')?.replace('/referrals', '') ?? '';
  const id = page.replace('/imports/', '');
  await ended(app, id);
  const seen = async () => (await app.page(page, 'operator')).text;

  if ((await seen()).includes('Match the headings</a>')) {
    const asked = (await app.page(`${page}/headings`, 'operator')).text;
    const { headings: said = {}, ...rest } = headings ?? {};
    const chosen = Object.entries(said).map(([heading, stands]) => [fieldLabelled(asked, heading), stands]);
    const fields = { ...(Object.fromEntries(chosen) as Record<string, string>), ...fieldsOf(rest) };
    const sent = await app.submit(`${page}/headings`, fields, 'operator');
    const next = values === undefined ? page : `${page}/values`;
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/referrals${next}`]);
    await ended(app, id);
  }
  if ((await seen()).includes('Match the values</a>')) {
    const asked = (await app.page(`${page}/values`, 'operator')).text;
    const chosen = Object.entries(values ?? {}).flatMap(([, said]) =>
      Object.entries(said).map(([value, stands]) => [fieldLabelled(asked, value), stands]),
    );
    const fields = Object.fromEntries(chosen) as Record<string, string>;
    expect((await app.submit(`${page}/values`, fields, 'operator')).status).toBe(303);
    await ended(app, id);
  }
  if ((await seen()).includes('Say how the dates are written</a>')) {
    expect((await app.page(`${page}/dates`, 'operator')).text).toContain('Which comes first in the dates?');
    expect((await app.submit(`${page}/dates`, { order: dates ?? '' }, 'operator')).status).toBe(303);
    await ended(app, id);
  }
  const last = await seen();
  const link = /href="\/referrals(\/api\/imports\/[^"]+\/rejected)"/.exec(last)?.[1];
  return { id, ...(link !== undefined && { rejected: (await app.page(link, 'operator')).text }) };
}

/** The name of the field of a page that has a label. */
function fieldLabelled(page: string, label: string): string {
  const labels = [...page.matchAll(/<label[^>]* for="([^"]+)"[^>]*>\s*([^<]*?)\s*<\/label>/g)];
  const found = labels.filter(([, , words]) => words === label).map(([, name]) => name ?? '');
  expect([label, found.length]).toEqual([label, 1]);
  return found[0] ?? '';
}

/** The fields of a form, named as its page names them. */
function fieldsOf(said: object, before = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(fieldsOf(value, `${before}${name}.`))
        : [[`${before}${name}`, String(value)]],
    ),
  );
}

const command = join(import.meta.dirname, '../../../../../infra/local/src/operate/import.ts');

/** As `npm run import` runs it. */
async function byCommand(
  app: Intake,
  file: string,
  { sheet, headings, values, dates }: Asked,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-import-'));
  const rejectedFile = join(folder, 'rejected.csv');
  const matching = join(folder, 'matching.json');
  if (headings !== undefined) writeFileSync(matching, JSON.stringify({ ...headings, values }));
  const args = [
    ...[file, '--url', app.url().replace(/\/referrals$/, ''), '--rejected', rejectedFile],
    ...(sheet === undefined ? [] : ['--sheet', sheet]),
    ...(dates === undefined ? [] : ['--dates', dates]),
    ...(headings === undefined ? [] : ['--matching', matching]),
  ];
  const { authorization = '' } = await app.identity.bearer('operator');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', command, ...args], {
    env: { PATH: process.env['PATH'], WAYMARK_TOKEN: authorization.replace('Bearer ', '') },
  });
  const exited = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  const said = await text(child.stderr);
  const exitCode = await exited;
  const id = /\/referrals\/imports\/(imp_[0-9a-z]+)/.exec(said)?.[1] ?? said;
  try {
    return { id, exitCode, ...(exitCode === 2 && { rejected: readFileSync(rejectedFile, 'utf8') }) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
