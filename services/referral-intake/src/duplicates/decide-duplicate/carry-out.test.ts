import { aggregateStore, connect, type AggregateSettings, type Database } from '@waymark/aggregate-store';
import { calendarDate, nthTestNhsNumber } from '@waymark/care-types';
import { decide, type CommandMeta } from '@waymark/decisions';
import { Reference, ReferralId, topics, type PersonId } from '@waymark/events';
import type { FaultPoints } from '@waymark/messaging';
import { logger } from '@waymark/service-base';
import { freshDatabase } from '@waymark/testkit';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { duplicatePairsSettings, pairIdOf } from '../adapters/duplicate-pairs.ts';
import { mergedPeopleOf } from '../../person/adapters/merged-people.ts';
import { withChangedAt } from '../../person/adapters/with-changed-at.ts';
import { blindIndex } from '../../shared/identity/blind-index.ts';
import { fieldCipher } from '../../shared/identity/field-cipher.ts';
import { configuredKeys } from '../../shared/identity/key-provider.ts';
import { people, personStoreSettings } from '../../person/adapters/person-store.ts';
import { oneChild, offered, takeBack, twoChildren } from '../domain/duplicate-pair.ts';
import type { PersonDetails } from '../../person/domain/person.ts';
import { ReferralRecord, waitingFor } from '../../referral/domain/referral-record.ts';
import { carryOut, referralsOf } from './carry-out.ts';

const clock = fakeClock('2026-11-21T09:00:00Z');
const index = blindIndex(Buffer.alloc(32, 1).toString('base64url'));
const cipher = fieldCipher(configuredKeys(Buffer.alloc(32, 2).toString('base64url')));

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await freshDatabase('carry-out');
  db = await connect(database.url, { log: logger({ level: 'fatal', service: 'test' }), appName: 'test' });
  const { referrals, held, pairs } = storesWith();
  for (const store of [referrals, held, pairs]) await store.migrate();
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const source = 'referral-intake';
const referralSettings: AggregateSettings<ReferralRecord> = {
  collection: 'referrals',
  schema: ReferralRecord,
  topic: topics.referrals,
  source,
  indexes: [{ keys: { 'state.waitingFor': 1 }, unique: true, sparse: true }],
};

function storesWith(fault?: FaultPoints) {
  const around = { clock, ...(fault && { fault }) };
  return {
    referrals: aggregateStore(db, referralSettings, around),
    held: aggregateStore(db, { ...personStoreSettings, source }, around),
    pairs: aggregateStore(db, { ...duplicatePairsSettings, source }, around),
  };
}

async function partsWith(fault?: FaultPoints) {
  const { referrals, held, pairs } = storesWith(fault);
  const mergedPeople = mergedPeopleOf(held, clock);
  await mergedPeople.load();
  return {
    referrals,
    pairs,
    mergedPeople,
    cipher,
    people: people(withChangedAt(held, clock), { cipher, index }, mergedPeople),
  };
}

const command = (key: string): CommandMeta => ({
  by: { id: 'clinician-7f3a', roles: ['clinician'] },
  at: { instant: '2026-11-21T09:00:00Z', date: calendarDate('2026-11-21') },
  name: 'test',
  key,
  bodyHash: '',
});

/** Dies at the nth write, before or after it. */
function dyingAt(nth: number): FaultPoints {
  let point = 0;
  return () => {
    point += 1;
    if (point === nth) throw new Error('The process died');
  };
}

let children = 0;
async function child(more: Partial<PersonDetails>): Promise<PersonId> {
  const { people: known } = await partsWith();
  children += 1;
  const details = {
    givenName: 'Acorn',
    familyName: `Demo-${[...String(children)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`,
    dateOfBirth: calendarDate('2014-05-04'),
    ...more,
  };
  return known.registerApart(details, `child ${children}`, command(`child ${children}`));
}

let logged = 0;
async function refer(personId: PersonId, service: string, receivedOn: string): Promise<ReferralId> {
  const { referrals } = await partsWith();
  logged += 1;
  const referralId = ReferralId.parse(nth('ref', logged));
  const state = referral({
    ...{ referralId, personId, service, receivedOn, reference: Reference.parse(nthReference(logged)) },
    ...{ dateOfBirth: '2014-05-04', outwardPostcode: 'DH1' },
  });
  const outcome = await referrals.create(referralId, command('log'), () =>
    decide({
      referral: state,
      organisation: null,
      waitingFor: waitingFor(personId, state.service),
      closedOn: null,
      sameDayRisk: false,
    }),
  );
  expect(outcome.kind).toBe('done');
  return referralId;
}

/** Two records that wait for one service both, and one of them for another as well. */
async function pairOfTwo() {
  const kept = await child({ nhsNumber: nthTestNhsNumber(3_000 + children) });
  const merged = await child({ addressHidden: true });
  const own = await refer(kept, 'autism-assessment', '2026-04-01');
  const same = await refer(merged, 'autism-assessment', '2026-03-02');
  const other = await refer(merged, 'adhd-assessment', '2026-05-01');
  const pairId = pairIdOf(kept, merged, index);
  const { pairs } = await partsWith();
  const [one = kept, two = merged] = [kept, merged].sort();
  const evidence = { score: 9, probability: 0.99, verdict: 'same' as const, weights: '1', why: {} };
  await pairs.create(pairId, command('find'), () =>
    offered({
      ...{ pairId, one, other: two, because: 'new-record', evidence, marks: ['a', 'b'] },
      at: '2026-11-21T09:00:00Z',
    }),
  );
  return { kept, merged, own, same, other, pairId };
}
type Two = Awaited<ReturnType<typeof pairOfTwo>>;

async function say(two: Two, outcome: 'same-referral' | 'not-the-same' | 'undo'): Promise<void> {
  const { pairs, referrals } = await partsWith();
  const { kept, merged, pairId } = two;
  const records = (await referralsOf([kept, merged], referrals)).map(({ state }) => state);
  const because = { because: 'sealed' };
  const done = await pairs.change(pairId, command(outcome), (pair) => {
    if (outcome === 'undo') return takeBack(pair, true, because, command(outcome));
    if (outcome === 'not-the-same') return twoChildren(pair, records, because, command(outcome));
    const said = { keep: kept, stands: {} };
    return oneChild(
      pair,
      outcome,
      said,
      { records, numbered: [kept], bothThere: true },
      because,
      command(outcome),
    );
  });
  expect(done.kind).toBe('done');
}

/** Carried out by a process that dies at the nth write, and then by the next one. Whether the first came to its end. */
async function carriedOutWithDeathAt(nthWrite: number, pairId: string): Promise<boolean> {
  const survived = await partsWith(dyingAt(nthWrite)).then((parts) =>
    carryOut(pairId, parts, clock).then(
      () => true,
      () => false,
    ),
  );
  await carryOut(pairId, await partsWith(), clock);
  return survived;
}

async function told(referralId: ReferralId): Promise<string[]> {
  const { referrals } = await partsWith();
  return (await referrals.history(referralId)).flatMap(({ events }) => events);
}
const again = 'referral.duplicate-resolved.v1';

async function storedNow(two: Two) {
  const { referrals, pairs, mergedPeople, people: known } = await partsWith();
  const referralOf = async (id: ReferralId) => (await referrals.get(id))?.state;
  const [own, same, other] = await Promise.all([two.own, two.same, two.other].map(referralOf));
  const words = (record: ReferralRecord | undefined) =>
    record && [
      record.referral.personId === two.kept ? 'kept' : 'merged',
      record.referral.status,
      record.referral.receivedOn,
      record.referral.outwardPostcode,
      record.waitingFor?.split('/')[0] === two.kept
        ? 'waits as kept'
        : record.waitingFor && 'waits as merged',
    ];
  return {
    pair: (await pairs.get(two.pairId))?.state.state,
    one: mergedPeople.keptOf(two.merged) === two.kept,
    hidden: (await known.details(two.kept))?.addressHidden === true,
    own: words(own),
    same: words(same),
    other: words(other),
  };
}

const before = {
  own: ['kept', 'received', '2026-04-01', 'DH1', 'waits as kept'],
  same: ['merged', 'received', '2026-03-02', 'DH1', 'waits as merged'],
  other: ['merged', 'received', '2026-05-01', 'DH1', 'waits as merged'],
};
const together = {
  ...{ pair: 'decided', one: true, hidden: true },
  own: ['kept', 'duplicate', '2026-04-01', null, undefined],
  same: ['kept', 'received', '2026-03-02', null, 'waits as kept'],
  other: ['kept', 'received', '2026-05-01', null, 'waits as kept'],
};

test('stopped at any write, two records become one child all the same, each event told once', async () => {
  let survived = false;
  let point = 0;
  while (!survived) {
    point += 1;
    const two = await pairOfTwo();
    await say(two, 'same-referral');
    survived = await carriedOutWithDeathAt(point, two.pairId);
    expect([point, await storedNow(two)]).toEqual([point, together]);
    for (const id of [two.own, two.same, two.other])
      expect((await told(id)).filter((type) => type === again)).toHaveLength(1);
  }
  expect(point).toBeGreaterThan(10);
}, 120_000);

test('stopped at any write, what was undone is as it was', async () => {
  let survived = false;
  let point = 0;
  while (!survived) {
    point += 1;
    const two = await pairOfTwo();
    await say(two, 'same-referral');
    await carryOut(two.pairId, await partsWith(), clock);
    await say(two, 'undo');
    survived = await carriedOutWithDeathAt(point, two.pairId);
    expect([point, await storedNow(two)]).toEqual([
      point,
      { ...before, pair: 'open', one: false, hidden: true },
    ]);
    for (const id of [two.own, two.same, two.other])
      expect((await told(id)).filter((type) => type === again)).toHaveLength(2);
  }
  expect(point).toBeGreaterThan(8);
}, 120_000);

test('stopped at any write, "two children" is told once', async () => {
  for (let point = 1, survived = false; !survived; point += 1) {
    const two = await pairOfTwo();
    await say(two, 'not-the-same');
    survived = await carriedOutWithDeathAt(point, two.pairId);
    expect(await storedNow(two)).toEqual({ ...before, pair: 'decided', one: false, hidden: false });
    expect((await told(two.other)).filter((type) => type === again)).toHaveLength(1);
  }
}, 120_000);

test('a referral that came in meanwhile undoes all of it, and the pair is offered again', async () => {
  const two = await pairOfTwo();
  await say(two, 'same-referral');
  await refer(two.kept, 'adhd-assessment', '2026-11-20');
  await carryOut(two.pairId, await partsWith(), clock);
  expect(await storedNow(two)).toEqual({ ...before, pair: 'open', one: false, hidden: true });
  const { pairs } = await partsWith();
  expect((await pairs.get(two.pairId))?.state.halted).toBe(true);
});

test('a place that is taken since keeps a referral ended when it is undone, and says so', async () => {
  const two = await pairOfTwo();
  await say(two, 'same-referral');
  await carryOut(two.pairId, await partsWith(), clock);
  const { referrals, pairs } = await partsWith();
  await referrals.change(two.same, command('over'), ({ waitingFor: _over, ...record }) =>
    decide({ ...record, closedOn: calendarDate('2026-11-20') }),
  );
  await refer(two.kept, 'autism-assessment', '2026-11-21');
  await say(two, 'undo');
  await carryOut(two.pairId, await partsWith(), clock);
  expect((await pairs.get(two.pairId))?.state).toMatchObject({ state: 'open', leftEnded: [two.own] });
  expect((await storedNow(two)).own?.[1]).toBe('duplicate');
});
