import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { nthTestNhsNumber } from '@waymark/care-types';
import { until } from '@waymark/testkit';
import { allDocuments } from './databases.ts';
import { startSystemWith, type System } from './system.ts';
import { separateProcess, type Launch, type ProcessInstance } from './instances.ts';
import { allMessages } from './topics.ts';

const rows = 4_000;
/** A point and the pass of it at which the process dies, or so many milliseconds after it is ready. */
const deaths = [
  ...['before-write:700', 'after-write:450', 'before-send:2', 'after-send:3', 'before-mark:2'],
  ...[400, 900, 150],
  ...['after-write:900', 'before-mark:4'],
  ...[1_300, 50],
];

const kinds = ['added', 'rejected', 'already', 'duplicates'] as const;

/** What becomes of a row: most are new, some are wrong, some stand twice, some are of a child who waits already. */
function kindOf(n: number): (typeof kinds)[number] {
  if (n % 10 === 3) return 'rejected';
  if (n % 25 === 6) return 'already';
  return n % 40 === 8 ? 'duplicates' : 'added';
}

function lineOf(n: number): string {
  const kind = kindOf(n);
  // The row before stands again, whole, or its child under another id.
  const of = kind === 'already' || kind === 'duplicates' ? n - 1 : n;
  const id = kind === 'duplicates' ? n : of;
  const born = kind === 'rejected' ? '2016-02-30' : '2016-05-04';
  return `SYN-${id},${String(nthTestNhsNumber(of))},Acorn,Demo-Row-${of},${born},1,A,autism-assessment,RX3,2025-03-02,B2,3,25`;
}

const file = [
  'source_system_id,nhs_number,given_name,family_name,date_of_birth,gender,ethnic_category,service,provider_code,received_date,source_of_referral,clinical_priority,primary_reason',
  ...Array.from({ length: rows }, (_, place) => lineOf(place)),
].join('\n');
const numbers = Array.from({ length: rows }, (_, n) => n);
const wanted = Object.fromEntries(
  kinds.map((kind) => [kind, numbers.filter((n) => kindOf(n) === kind).length]),
);

const crashable = separateProcess({ script: () => join(import.meta.dirname, 'crashable.ts') });
const nobody: ProcessInstance = {
  start: async () => undefined,
  stop: async () => undefined,
  kill: () => undefined,
  freeze: () => undefined,
  thaw: () => undefined,
  ended: async () => ({ code: 0, signal: null }),
};
/** One service alone: the others are not started. */
const intakeAlone: Launch<ProcessInstance> = (about) =>
  about.name === 'referral-intake' ? crashable(about) : nobody;

let system: System<ProcessInstance>;
beforeAll(async () => {
  system = await startSystemWith({ launch: intakeAlone });
}, 60_000);
afterAll(() => system.close(), 60_000);

test(`an import is killed ${deaths.length} times: every row is imported once, and every referral published`, async () => {
  const intake = system.instances['referral-intake'];
  const sent = await system.ask('operator', 'POST', '/referrals/api/imports?filename=synthetic.csv', file, {
    'content-type': 'text/csv',
  });
  expect(sent.status).toBe(202);
  const { id } = sent.body as { id: string };
  const progress = async () =>
    (await system.ask('operator', 'GET', `/referrals/api/imports/${id}`)).body as Record<string, unknown>;
  intake.kill();
  await intake.ended();

  let cutShort = 0;
  for (const [round, death] of deaths.entries()) {
    const ahead = { WAYMARK_SECONDS_AHEAD: String(20 * (round + 1)) };
    if (typeof death === 'string') await intake.start({ ...ahead, WAYMARK_FAULT: death });
    else {
      await intake.start(ahead);
      if ((await progress())['state'] === 'reading') cutShort += 1;
      await pass(death);
      intake.kill();
    }
    const { signal } = await intake.ended();
    expect({ death, signal }).toEqual({ death, signal: 'SIGKILL' });
  }
  await intake.start({ WAYMARK_SECONDS_AHEAD: String(20 * (deaths.length + 1)) });
  const done = await until(
    'the import ends',
    async () => {
      await pass(100);
      const now = await progress();
      return now['state'] !== 'reading' && now;
    },
    90_000,
  );
  expect(done).toMatchObject({ state: 'done', rows, updated: 0, failure: null, ...wanted });

  const summary = await system.ask('operator', 'GET', `/referrals/api/imports/${id}/summary`);
  const lines = summary.text.trim().split('\r\n').slice(1);
  expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(numbers.map((n) => n + 2));

  const database = await until(
    'every event is sent',
    async () => {
      const found = await allDocuments(system.databases['referral-intake'].url);
      return (found['referrals'] ?? []).every((one) => one['pending'] === false) && found;
    },
    60_000,
  );
  const all = (database['referrals'] ?? []) as { _id: unknown; state: { sameAgain?: object } }[];
  // What may be the same referral again is kept, and published by nobody before a person has decided.
  expect(all.filter(({ state }) => state.sameAgain)).toHaveLength(wanted['duplicates'] ?? 0);
  const referrals = all.filter(({ state }) => !state.sameAgain).map(({ _id }) => _id);
  expect(referrals).toHaveLength(wanted['added'] ?? 0);
  expect(database['people']).toHaveLength(wanted['added'] ?? 0);
  expect(database['import-files'] ?? []).toEqual([]);
  const events = (await allMessages(system)).filter(({ topic }) => topic === 'referrals.v1');
  const ids = new Set(events.map(({ headers }) => headers['ce_id']));
  expect(ids).toEqual(new Set(referrals.map((referral) => `${String(referral)}/1`)));
  console.log(
    `${deaths.length} kills during an import of ${rows} rows, ${cutShort} at a moment of chance: ${referrals.length} referrals, ${events.length - ids.size} of ${ids.size} events sent twice, 0 lost`,
  );
}, 240_000);
