import { calendarDate, TimeOfDay } from '@waymark/care-types';
import { DuplicatePairId, PersonId, ReferralId, Reference } from '@waymark/events';
import { type Decision, type CommandMeta } from '@waymark/decisions';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import {
  carriedOut,
  foundAgain,
  offered,
  oneChild,
  takeBack,
  takenBack,
  twoChildren,
  waitingTwice,
  type DuplicatePair,
  type Found,
} from './duplicate-pair.ts';
import { joinReferral, separateReferral } from './duplicate-referral.ts';
import { waitingFor, type ReferralRecord } from '../../referral/domain/referral-record.ts';

const [one, other] = [PersonId.parse(nth('per', 1)), PersonId.parse(nth('per', 2))];
const pairId = DuplicatePairId.parse(`dup_${'0'.repeat(26)}`);
const found: Found = {
  ...{ pairId, one, other, because: 'new-record', marks: ['a', 'b'], at: '2026-11-21T09:00:00Z' },
  evidence: { score: 9, probability: 0.99, verdict: 'same', weights: '1', why: {} },
};
const command: CommandMeta = {
  by: { id: 'clinician-7f3a', roles: ['clinician'] },
  at: { instant: '2026-11-21T10:00:00Z', date: calendarDate('2026-11-21') },
  ...{ name: 'test', key: 'key', bodyHash: '' },
};
const because = { because: 'sealed' };

function stateOf<State>(decision: Decision<State>): State {
  if (decision.kind === 'refused') throw new Error(decision.code);
  return decision.state;
}
const codeOf = (decision: Decision<unknown>) => (decision.kind === 'refused' ? decision.code : 'decided');

function waits(n: number, personId: PersonId, receivedOn: string, more: object = {}): ReferralRecord {
  const state = referral({
    ...{ referralId: ReferralId.parse(nth('ref', n)), reference: Reference.parse(nthReference(n)) },
    ...{ personId, receivedOn, ...more },
  });
  return {
    referral: state,
    organisation: null,
    waitingFor: waitingFor(personId, state.service),
    closedOn: null,
    sameDayRisk: false,
  };
}
const older = waits(1, other, '2026-03-02');
const newer = waits(2, one, '2026-04-01');
const elsewhere = waits(3, other, '2026-05-01', { service: 'adhd-assessment' });
const open = stateOf(offered(found));
const there = { records: [older, newer, elsewhere], numbered: [], bothThere: true };
const keepOne = { keep: one, stands: {} };

const same = (outcome: 'same-child' | 'same-referral', change: object = {}, stored: object = {}) =>
  oneChild(open, outcome, { ...keepOne, ...change }, { ...there, ...stored }, because, command);

test.each([
  ['a service for which both wait needs a referral that stands', same('same-child'), 'which-stands'],
  ['a stranger is not kept', same('same-child', { keep: nth('per', 9) }), 'not-of-the-pair'],
  [
    'a record with a number is not given up',
    same('same-child', {}, { numbered: [other] }),
    'number-would-be-lost',
  ],
  [
    'a record that has gone is not put together',
    same('same-child', {}, { bothThere: false }),
    'no-longer-there',
  ],
  [
    'without one service for both it is not the same referral',
    same('same-referral', {}, { records: [newer, elsewhere] }),
    'no-same-referral',
  ],
  [
    'nor does a referral of another stand',
    same('same-child', { stands: { 'autism-assessment': nth('ref', 3) } }),
    'which-stands',
  ],
])('%s', (_, decision, code) => expect(codeOf(decision)).toBe(code));

test('which referral stands is said, or is the older one where it is the same again', () => {
  const [first, second] = [older.referral.referralId, newer.referral.referralId];
  const said = stateOf(same('same-child', { stands: { 'autism-assessment': second } }));
  expect(said.decision?.settled).toEqual([{ stands: second, ends: first }]);
  expect(stateOf(same('same-referral')).decision?.settled).toEqual([{ stands: first, ends: second }]);
  expect(stateOf(same('same-referral'))).toMatchObject({
    state: 'under-way',
    round: 1,
    decision: { merged: other },
  });
});

test('what is decided is not decided twice, and is undone once', () => {
  const underWay = stateOf(twoChildren(open, [older], because, command));
  expect(codeOf(twoChildren(underWay, [older], because, command))).toBe('decided-already');
  expect(codeOf(takeBack(underWay, true, because, command))).toBe('nothing-to-undo');
  const decided = stateOf(carriedOut(underWay));
  expect(codeOf(takeBack(decided, false, because, command))).toBe('undo-later-first');
  const back = stateOf(takenBack(stateOf(takeBack(decided, true, because, command)), []));
  expect(back).toMatchObject({ state: 'open', round: 1 });
  expect(back.decision).toBeUndefined();
  expect(back.notes).toHaveLength(2);
});

test.each([
  ['known and open', open, found.marks, 'known'],
  ['open, and now otherwise alike', open, ['a', 'c'], 'decided'],
  ['two children, unchanged', decidedAs('not-the-same'), found.marks, 'known'],
  ['two children, one changed since', decidedAs('not-the-same'), ['a', 'c'], 'decided'],
  ['one child, whatever changed', decidedAs('same-referral'), ['a', 'c'], 'known'],
  ['lapsed', { ...open, state: 'lapsed' as const }, found.marks, 'decided'],
] as const)('a pair that is %s, found again', (_, pair, marks, code) => {
  const decision = foundAgain(pair, { ...found, marks: [...marks] });
  expect(codeOf(decision)).toBe(code);
  if (code === 'decided') expect(stateOf(decision).state).toBe('open');
});

function decidedAs(outcome: 'not-the-same' | 'same-referral'): DuplicatePair {
  const underWay = outcome === 'not-the-same' ? twoChildren(open, [], because, command) : same(outcome);
  return stateOf(carriedOut(stateOf(underWay)));
}

test('only what waits for the same service on both sides waits twice, the older first', () => {
  expect(waitingTwice([elsewhere, newer, older])).toEqual([['autism-assessment', older, newer]]);
  const { waitingFor: _over, ...over } = older;
  expect(waitingTwice([over, newer])).toEqual([]);
});

const kept = { personId: one, dateOfBirth: calendarDate('2017-09-15'), addressHidden: true };
const joining = { pairId, round: 1, outcome: 'same-referral' as const, kept };
const on = calendarDate('2026-11-21');

test('a referral goes to the child that stays, and back; a repeat changes nothing', () => {
  const moved = stateOf(joinReferral(elsewhere, joining, on));
  expect(moved).toMatchObject({
    referral: { personId: one, dateOfBirth: '2017-09-15', outwardPostcode: null },
    waitingFor: waitingFor(one, 'adhd-assessment'),
  });
  expect(codeOf(joinReferral(moved, joining, on))).toBe('done');
  const { joined, ...back } = stateOf(separateReferral(moved, { pairId, round: 1 }, false));
  expect(joined).toEqual([]);
  expect(back).toEqual(elsewhere);
  expect(codeOf(separateReferral(back, { pairId, round: 1 }, false))).toBe('done');
});

test('the one that stands counts from the earlier day, and only from an earlier one', () => {
  const since = calendarDate('2026-03-02');
  const joined = stateOf(joinReferral(newer, { ...joining, since }, on));
  expect(joined.referral).toMatchObject({ receivedOn: '2026-03-02', status: 'received' });
  expect(codeOf(joinReferral(newer, { ...joining, since: calendarDate('2026-05-01') }, on))).toBe('done');
  expect(stateOf(separateReferral(joined, { pairId, round: 1 }, false)).referral.receivedOn).toBe(
    '2026-04-01',
  );
});

test('the time at which it was received is that of its own day: it goes with the day, and comes back with it', () => {
  const timed = { ...newer, referral: { ...newer.referral, receivedTime: TimeOfDay.parse('22:15') } };
  const joined = stateOf(joinReferral(timed, { ...joining, since: calendarDate('2026-03-02') }, on));
  expect(joined.referral.receivedTime).toBeUndefined();
  expect(stateOf(separateReferral(joined, { pairId, round: 1 }, false))).toEqual({ ...timed, joined: [] });
});

test('the one that ends frees its place, and opens again; what was corrected since stays', () => {
  const ended = stateOf(joinReferral(newer, { ...joining, duplicateOf: older.referral.referralId }, on));
  expect(ended.referral).toMatchObject({ status: 'duplicate', duplicateOn: '2026-11-21' });
  expect(ended.waitingFor).toBeUndefined();
  const corrected = { ...ended, referral: { ...ended.referral, receivedOn: calendarDate('2026-02-02') } };
  const back = stateOf(separateReferral(corrected, { pairId, round: 1 }, false));
  expect(back.referral).toMatchObject({ status: 'received', receivedOn: '2026-02-02' });
  expect(back.waitingFor).toBe(waitingFor(one, 'autism-assessment'));
  const left = stateOf(separateReferral(ended, { pairId, round: 1 }, true));
  expect(left.referral.status).toBe('duplicate');
  expect(left.waitingFor).toBeUndefined();
});
