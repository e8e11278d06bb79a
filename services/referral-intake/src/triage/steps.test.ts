import { addDays, calendarDate, OdsCode } from '@waymark/care-types';
import { catalogue, personIdFrom, referenceFrom, referralIdFrom } from '@waymark/events';
import { type Decision, type CommandMeta } from '@waymark/decisions';
import fc from 'fast-check';
import { accept } from './accept-referral/decide.ts';
import { answer } from './answer-return/decide.ts';
import { changeCircumstances } from './change-circumstances/decide.ts';
import { correct } from './correct-referral/decide.ts';
import { decline } from './decline-referral/decide.ts';
import { redirect } from './redirect-referral/decide.ts';
import { reopen } from './reopen-referral/decide.ts';
import { returnForInformation } from './return-referral/decide.ts';
import { whyNot } from '../referral/domain/step-words.ts';
import { withdraw } from './withdraw-referral/decide.ts';
import { recordOf, ReferralRecord } from '../referral/domain/referral-record.ts';
import {
  possible,
  triageStatusOf,
  triageStatuses,
  stepNames,
  steps,
  stepsNow,
  type StepName,
} from '../referral/domain/triage.ts';

const today = calendarDate('2026-03-05');
const rx3 = OdsCode.parse('RX3');
const rxp = OdsCode.parse('RXP');
const bytes = (length: number) => new Uint8Array(length).fill(7);
const received = recordOf(
  {
    child: {
      givenName: 'Acorn',
      familyName: 'Demo-Ashgill',
      dateOfBirth: calendarDate('2016-05-04'),
      gender: '1',
      ethnicCategory: 'A',
    },
    service: 'autism-assessment',
    provider: rx3,
    receivedOn: calendarDate('2026-03-02'),
    source: 'C2',
    priority: '3',
    primaryReason: '25',
    otherReasons: [],
    knownContacts: [],
    circumstances: [{ id: 'exclusion-risk', source: 'referrer' }],
    needs: [],
  },
  { givenName: 'Acorn', familyName: 'Demo-Ashgill', dateOfBirth: calendarDate('2016-05-04') },
  {
    referralId: referralIdFrom(bytes(26)),
    reference: referenceFrom(bytes(8)),
    personId: personIdFrom(bytes(26)),
  },
  () => null,
);

const madeBy = (step: StepName, second = 0): CommandMeta => ({
  by: { id: 'synthetic-triage', roles: ['triage'] },
  at: { instant: `2026-03-05T09:00:${String(second).padStart(2, '0')}Z`, date: today },
  name: steps[step].command,
  key: `key-${second}`,
  bodyHash: '',
});

const take: Record<StepName, (record: ReferralRecord, command: CommandMeta) => Decision<ReferralRecord>> = {
  accept: (record, command) => accept(record, { team: 'C01', note: 'sealed' }, command, new Map()),
  return: (record, command) =>
    returnForInformation(record, { askedFor: ['consent'], answerBy: addDays(today, 14) }, command),
  answer: (record, command) => answer(record, 'sealed', command),
  decline: (record, command) =>
    decline(record, { reason: '02', otherHelp: ['family-hub'], note: 'sealed' }, command),
  redirect: (record, command) => redirect(record, { to: rxp, reason: 'age' }, command),
  circumstances: (record, command) => {
    const held = record.referral.circumstances.some(({ id }) => id === 'looked-after');
    return changeCircumstances(
      record,
      {
        begun: held ? [] : ['looked-after'],
        ended: held ? ['looked-after'] : [],
        source: 'clinician',
        toldBy: 'family',
      },
      command,
    );
  },
  correct: (record, command) => {
    const receivedOn = addDays(record.referral.receivedOn, -1);
    return correct(record, { right: { receivedOn }, reason: 'typed-wrongly' }, command, () => rx3);
  },
  withdraw: (record, command) => withdraw(record, 'sealed', command),
  reopen: (record, command) => reopen(record, { reason: 'new-information' }, command),
};

/** The record after these steps, each of which must be possible. */
function after(...names: StepName[]): ReferralRecord {
  return names.reduce((record, name, at) => {
    const decision = take[name](record, madeBy(name, at));
    if (decision.kind !== 'decided') throw new Error(`${name}: ${decision.code}`);
    return decision.state;
  }, received);
}

const samples = {
  received,
  'same-again': { ...received, sameAgain: { of: referralIdFrom(bytes(26).fill(8)) } },
  returned: after('return'),
  accepted: after('accept'),
  declined: after('decline'),
  redirected: after('redirect'),
  withdrawn: after('withdraw'),
  duplicate: { ...received, referral: { ...received.referral, status: 'duplicate' as const } },
  over: { ...after('accept'), closedOn: today },
};

// What was agreed, written down a second time by hand.
const agreed = `
                 accept return answer decline redirect circumstances correct withdraw reopen
  received         y      y      -      y       y           y           y       y       -
  same-again       -      -      -      -       -           y           -       -       -
  returned         y      -      y      y       y           y           y       y       -
  accepted         -      -      -      -       y           y           y       y       -
  declined         -      -      -      -       -           -           -       -       y
  redirected       -      -      -      -       -           -           -       -       y
  withdrawn        -      -      -      -       -           -           -       -       y
  duplicate        -      -      -      -       -           -           -       -       -
  over             -      -      -      -       -           -           -       -       -
`;
const [header = [], ...rows] = agreed
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([status, ...marks]) =>
  marks.map((mark, at) => [status as keyof typeof samples, header[at] as StepName, mark] as const),
);

test('the agreed table names every status and every step', () => {
  expect(rows.map(([status]) => status)).toEqual([...triageStatuses]);
  expect(header).toEqual(stepNames);
});

test.each(cells)('%s: %s is %s', (status, name, mark) => {
  const record = samples[status];
  expect(triageStatusOf(record)).toBe(status);
  expect(possible(name, status)).toBe(mark === 'y');
  const decision = take[name](record, madeBy(name, 9));
  expect(decision.kind === 'decided' ? 'y' : '-').toBe(mark);
  if (decision.kind === 'refused') {
    expect(decision).toMatchObject({ code: 'not-now', facts: { status } });
    expect(whyNot(name, status)).toMatch(/^[A-Z].+\.$/);
  }
});

test('a person is told of every step whether they may, and why not: who they are first, then where it stands', () => {
  const now = stepsNow('declined', (permission) => permission === 'referral:triage');
  expect(now.map(({ step }) => step)).toEqual(stepNames);
  expect(now.find(({ step }) => step === 'reopen')).toEqual({ step: 'reopen', allowed: true });
  expect(now.find(({ step }) => step === 'return')).toMatchObject({ allowed: false, why: 'declined' });
  expect(now.find(({ step }) => step === 'accept')).toMatchObject({ allowed: false, why: 'role' });
});

test('an accepted referral that is withdrawn by mistake is accepted again when it is opened again', () => {
  expect(after('accept', 'withdraw', 'reopen').referral).toEqual(after('accept').referral);
  expect(after('return', 'decline', 'reopen').referral).toEqual(received.referral);
  expect(after('return', 'answer').referral).toEqual(received.referral);
});

describe('over any sequence of steps', () => {
  const sequences = fc.array(fc.constantFrom(...stepNames), { maxLength: 25 });

  test('the received date changes by a correction alone, a note reaches no event, and nothing said is lost', () => {
    fc.assert(
      fc.property(sequences, (names) => {
        let record = received;
        let decided = 0;
        names.forEach((name, at) => {
          const before = record;
          const decision = take[name](before, madeBy(name, at));
          expect(decision.kind === 'decided').toBe(possible(name, triageStatusOf(before)));
          if (decision.kind === 'refused') return;
          record = ReferralRecord.parse(decision.state);
          decided += 1;
          if (name !== 'correct') expect(record.referral.receivedOn).toBe(before.referral.receivedOn);
          expect(decision.events).toHaveLength(1);
          const [event] = decision.events;
          expect(catalogue.some(({ type }) => type === event?.type)).toBe(true);
          expect(JSON.stringify(event)).not.toContain('sealed');
          expect(event?.data).toMatchObject(record.referral);
          expect(record.steps).toHaveLength(decided);
          expect(record.steps?.slice(0, -1)).toEqual(before.steps ?? []);
        });
      }),
    );
  });

  test('a child holds a place exactly while the referral is open, and what has ended can be opened again', () => {
    fc.assert(
      fc.property(sequences, (names) => {
        const record = names.reduce((now, name, at) => {
          const decision = take[name](now, madeBy(name, at));
          return decision.kind === 'decided' ? decision.state : now;
        }, received);
        const open = ['received', 'returned', 'accepted'].includes(triageStatusOf(record));
        expect(record.waitingFor !== undefined).toBe(open);
        const again = take.reopen(record, madeBy('reopen', 59));
        expect(again.kind === 'decided').toBe(!open);
        if (again.kind === 'decided') expect(['received', 'accepted']).toContain(triageStatusOf(again.state));
      }),
    );
  });
});

describe('what a step asks for', () => {
  const command = madeBy('return');
  test.each([
    [{ answerBy: today }, 'answer-not-ahead'],
    [{ answerBy: addDays(today, 91) }, 'answer-too-far'],
    [{ askedFor: ['something-else' as const] }, 'note-needed'],
  ])('a question: %j', (change, code) => {
    const question = { askedFor: ['consent' as const], answerBy: addDays(today, 14), ...change };
    expect(returnForInformation(received, question, command)).toMatchObject({ code });
  });

  test.each([
    [{}, 'nothing-to-correct'],
    [{ receivedOn: received.referral.receivedOn }, 'nothing-to-correct'],
    [{ receivedOn: addDays(today, 1) }, 'received-in-the-future'],
    [{ receivedOn: calendarDate('2016-05-03') }, 'received-before-birth'],
    [{ primaryReason: '31' as const, receivedOn: calendarDate('2023-01-01') }, 'code-not-in-use'],
  ])('a correction: %j', (right, code) => {
    expect(correct(received, { right, reason: 'typed-wrongly' }, command, () => rx3)).toMatchObject({ code });
  });

  test('a correction names what it replaces, and another service is another provider’s', () => {
    const right = { service: 'community-paediatrics' as const, priority: '2' as const };
    const decision = correct(received, { right, reason: 'told-wrongly' }, madeBy('correct'), () => rxp);
    if (decision.kind !== 'decided') throw new Error(decision.code);
    expect(decision.state.referral).toMatchObject({ ...right, provider: rxp });
    expect(decision.state.waitingFor).toBe(`${received.referral.personId}/community-paediatrics`);
    expect(decision.state.steps?.[0]?.replaced).toEqual([
      { field: 'service', was: 'autism-assessment', now: 'community-paediatrics' },
      { field: 'priority', was: '3', now: '2' },
    ]);
    expect(decision.events[0]?.data).toMatchObject({ corrected: ['service', 'priority'] });
  });

  test('a correction cannot move the received date past what has happened since', () => {
    const accepted = accept(
      received,
      { team: 'C01' },
      { ...madeBy('accept'), at: { instant: '2026-03-03T09:00:00Z', date: calendarDate('2026-03-03') } },
      new Map(),
    );
    if (accepted.kind !== 'decided') throw new Error(accepted.code);
    const right = { receivedOn: calendarDate('2026-03-04') };
    expect(correct(accepted.state, { right, reason: 'typed-wrongly' }, command, () => rx3)).toMatchObject({
      code: 'received-after-what-happened',
      facts: { first: '2026-03-03' },
    });
  });

  test('passing on goes to another provider', () => {
    expect(redirect(received, { to: rx3, reason: 'age' }, command)).toMatchObject({ code: 'same-provider' });
  });

  test('changed circumstances: serious risk is raised at once and stays raised', () => {
    const change = { begun: [], ended: [], source: 'family' as const, toldBy: 'family' as const };
    const risk = changeCircumstances(received, { ...change, begun: ['serious-risk'] }, command);
    if (risk.kind !== 'decided') throw new Error(risk.code);
    expect(risk.state.sameDayRisk).toBe(true);
    expect(risk.events[0]?.data).toMatchObject({ changed: ['serious-risk'] });
    const gone = changeCircumstances(risk.state, { ...change, ended: ['serious-risk'] }, command);
    expect(gone.kind === 'decided' && gone.state.sameDayRisk).toBe(true);
    expect(changeCircumstances(received, change, command)).toMatchObject({ code: 'nothing-changed' });
    expect(
      changeCircumstances(received, { ...change, begun: ['adopted'], ended: ['adopted'] }, command),
    ).toMatchObject({ code: 'begun-and-ended' });
    expect(
      changeCircumstances(received, { ...change, begun: ['adopted'], since: addDays(today, 1) }, command),
    ).toMatchObject({ code: 'since-the-future' });
  });
});
