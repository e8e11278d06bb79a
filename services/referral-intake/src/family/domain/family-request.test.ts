import { calendarDate } from '@waymark/care-types';
import { referenceFrom, referralIdFrom } from '@waymark/events';
import { type Decision, type CommandMeta } from '@waymark/decisions';
import {
  begin,
  beginTaking,
  confirm,
  FamilyRequestId,
  giveUpTaking,
  mostTellings,
  notTaken,
  promiseCode,
  save,
  taken,
  takeCodeBack,
  throwAway,
  told,
  type FamilyRequest,
} from './family-request.ts';

const letters = new Uint8Array(26);
const ids = {
  requestId: FamilyRequestId.parse(`fam_${'0'.repeat(26)}`),
  referralId: referralIdFrom(letters),
  reference: referenceFrom(letters.subarray(0, 8)),
};
const at = (minutes: number) => Temporal.Instant.from('2026-06-30T22:50:00Z').add({ minutes }).toString();
const madeAt = (minutes: number, id = 'synthetic-clinician'): CommandMeta => ({
  by: { id, roles: ['clinician'] },
  at: { instant: at(minutes), date: calendarDate('2026-07-01') },
  name: 'synthetic',
  key: 'k',
  bodyHash: '',
});
const state = (decision: Decision<FamilyRequest>): FamilyRequest => {
  if (decision.kind === 'refused') throw new Error(decision.code);
  return decision.state;
};
const code = (decision: Decision<FamilyRequest>) =>
  decision.kind === 'refused' ? decision.code : decision.state.state;

const said = { reason: '02', otherHelp: ['gp'], note: 'sealed' } as const;
const notNow = (request: FamilyRequest, minutes: number) =>
  notTaken(request, { ...said, otherHelp: [...said.otherHelp] }, madeAt(minutes));

const open = state(begin(ids, 'sealed', at(0)));
const coded = state(promiseCode(open, 'right', at(0)));
const waiting = state(confirm(coded, 'right', madeAt(10).at));
const beingTaken = state(beginTaking(waiting, madeAt(20)));
const asReferral = state(taken(beingTaken, madeAt(20)));
const declined = state(notNow(waiting, 20));
const away = state(throwAway(open, at(1)));
const all = { open, waiting, beingTaken, taken: asReferral, declined, away };

test.each<[what: string, act: (request: FamilyRequest) => Decision<FamilyRequest>, becomes: string[]]>([
  [
    'save',
    (r) => save(r, { step: 'child', sealed: 's', at: at(30) }),
    ['open', 'sent', 'sent', 'sent', 'sent', 'thrown-away'],
  ],
  ['a code', (r) => promiseCode(r, 'h', at(30)), ['open', 'sent', 'sent', 'sent', 'sent', 'thrown-away']],
  [
    'begin to take',
    (r) => beginTaking(r, madeAt(30)),
    ['not-waiting', 'being-taken', 'being-taken', 'not-waiting', 'not-waiting', 'not-waiting'],
  ],
  [
    'give up',
    giveUpTaking,
    ['not-waiting', 'not-waiting', 'waiting', 'not-waiting', 'not-waiting', 'not-waiting'],
  ],
  [
    'taken',
    (r) => taken(r, madeAt(30)),
    ['not-waiting', 'not-waiting', 'taken', 'taken', 'not-waiting', 'not-waiting'],
  ],
  [
    'not taken at once',
    (r) => notNow(r, 20),
    ['not-waiting', 'not-taken', 'not-waiting', 'not-waiting', 'not-waiting', 'not-waiting'],
  ],
  [
    'throw away',
    (r) => throwAway(r, at(30)),
    ['thrown-away', 'sent', 'sent', 'sent', 'not-taken', 'thrown-away'],
  ],
])('%s: what it becomes, from wherever it stands', (_what, act, becomes) => {
  expect(Object.values(all).map((request) => code(act(request)))).toEqual(becomes);
});

test('the day on which the family sent it is the day in London', () => {
  expect(waiting).toMatchObject({ sentOn: '2026-07-01', sentAt: at(10), code: null, codesSentAt: [] });
});

test.each<[what: string, hash: string, minutes: number, wrong: number, becomes: string]>([
  ['the right code', 'right', 29, 4, 'waiting'],
  ['the right code after half an hour', 'right', 30, 0, 'code-does-not-work'],
  ['the right code after five wrong ones', 'right', 1, 5, 'code-does-not-work'],
  ['a wrong code', 'wrong', 1, 0, 'open'],
])('%s', (_what, hash, minutes, wrong, becomes) => {
  const tried = { ...coded, code: coded.code && { ...coded.code, wrong } };
  expect(code(confirm(tried, hash, madeAt(minutes).at))).toBe(becomes);
});

test('a wrong code is counted, and no code confirms what has none', () => {
  expect(state(confirm(coded, 'wrong', madeAt(1).at)).code?.wrong).toBe(1);
  expect(code(confirm(open, '', madeAt(1).at))).toBe('code-does-not-work');
  expect(code(confirm(waiting, 'right', madeAt(1).at))).toBe('waiting');
});

test('four codes within an hour; one that could not be sent does not count', () => {
  const four = [1, 2, 3].reduce((request, n) => state(promiseCode(request, `h${n}`, at(n))), coded);
  expect(code(promiseCode(four, 'h', at(5)))).toBe('too-many-codes');
  expect(code(promiseCode(state(takeCodeBack(four, 'h3')), 'h', at(5)))).toBe('open');
  expect(code(promiseCode(four, 'h', at(61)))).toBe('open');
});

test('who is reached elsewhere must confirm anew', () => {
  const moved = state(save(coded, { step: 'reach', sealed: 's', at: at(2) }));
  expect(code(confirm(moved, 'right', madeAt(3).at))).toBe('code-does-not-work');
});

test('a risk that was stated stays stated by whatever is answered later', () => {
  const risky = state(save(open, { step: 'life', sealed: 's', atRisk: true, at: at(1) }));
  expect(state(save(risky, { step: 'who', sealed: 's', at: at(2) })).atRisk).toBe(true);
});

test('where a process died while taking it, it can be decided otherwise after a minute', () => {
  expect(code(notNow(beingTaken, 21))).toBe('not-waiting');
  expect(code(notNow(beingTaken, 22))).toBe('not-taken');
});

test('nothing of what was written stays where it became a referral, or was thrown away', () => {
  expect([asReferral.saved, away.saved, state(throwAway(declined, at(1))).saved]).toEqual([{}, {}, {}]);
  expect(declined.saved).toEqual({ who: 'sealed' });
});

test('a family is told again until it is told, or cannot be', () => {
  expect(state(told(declined, 'sent')).told).toBe('told');
  expect(state(told(declined, 'refused')).told).toBe('not-reached');
  let request = declined;
  for (let times = 1; times < mostTellings; times += 1) request = state(told(request, 'away'));
  expect(request.told).toBe('to-tell');
  expect(state(told(request, 'away')).told).toBe('not-reached');
});
