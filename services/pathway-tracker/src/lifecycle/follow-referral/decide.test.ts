import { calendarDate } from '@waymark/care-types';
import type { Decision } from '@waymark/decisions';
import type { ReferralState } from '@waymark/events';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { nth, referral } from '@waymark/testkit/builders';
import { follow } from './decide.ts';

const today = calendarDate('2026-11-21');
type Step = { pathway: Pathway; events: string[] };

function stepOf(decision: Decision<Pathway>): Step {
  if (decision.kind !== 'decided') throw new Error(decision.code);
  return { pathway: decision.state, events: decision.events.map(({ type }) => type) };
}
const followed = (state: ReferralState, before?: Pathway) => stepOf(follow(before, state, today));
const clock = ({ pathway }: Step, regime: string) => pathway.clocks.find((each) => each.regime === regime);

test('a referral opens a pathway with its clocks from the received date', () => {
  const opened = followed(referral({ receivedOn: '2026-10-30' }));
  expect(opened.events).toEqual(['pathway.opened.v1']);
  expect(opened.pathway).toMatchObject({
    stage: 'waiting',
    list: 'waiting',
    firstDue: '2026-11-27',
    turn: 2,
  });
  expect(clock(opened, 'cyp-4-week')).toMatchObject({ start: '2026-10-30', due: '2026-11-27', days: 22 });
  expect(clock(opened, 'local-18-weeks')).toMatchObject({ start: '2026-10-30', due: '2027-03-05' });
});

test('a child of 18 has no four-week clock, and waits all the same', () => {
  const opened = followed(referral({ receivedOn: '2026-10-30', dateOfBirth: '2008-10-30' }));
  expect(clock(opened, 'cyp-4-week')).toBeUndefined();
  expect(opened.pathway.list).toBe('waiting');
});

test('an emergency for an adult has no clock at all, and waits all the same', () => {
  const opened = followed(
    referral({
      ...{ receivedOn: '2026-10-30', dateOfBirth: '2004-10-30', priority: '1' },
      primaryReason: '05',
    }),
  );
  expect(opened.pathway).toMatchObject({ clocks: [], list: 'waiting', firstDue: '9999-12-31' });
});

test('a limit in hours counts from the time of the referral, and from midnight, with a finding, where there is none', () => {
  const urgent = { service: 'camhs-crisis', team: 'A02', priority: '1', receivedOn: '2026-11-20' };
  const timed = followed(referral({ ...urgent, receivedTime: '22:15' }));
  const crisis = timed.pathway.clocks.find(({ regime }) => regime.startsWith('crisis'));
  expect(crisis?.time?.startedAt).toBe('2026-11-20T22:15:00Z');
  expect(timed.pathway.oddities).not.toContain('time-missing');
  const untimed = followed(referral(urgent));
  const other = untimed.pathway.clocks.find(({ regime }) => regime.startsWith('crisis'));
  expect(other?.time?.startedAt).toBe('2026-11-20T00:00:00Z');
  expect(untimed.pathway.oddities).toContain('time-missing');
});

test('whichever event comes first opens the pathway as it now is', () => {
  const accepted = referral({
    status: 'accepted',
    acceptedOn: '2026-11-02',
    receivedOn: '2026-10-30',
    team: 'C10',
  });
  expect(followed(accepted).pathway.acceptedOn).toBe('2026-11-02');
  const withdrawn = referral({ status: 'withdrawn', withdrawnOn: '2026-11-03', receivedOn: '2026-10-30' });
  expect(followed(withdrawn).events).toEqual(['pathway.opened.v1', 'pathway.closed.v1']);
});

test('accepting is noted, and moves no clock', () => {
  const first = followed(referral({ receivedOn: '2026-10-30' }));
  const state = referral({ receivedOn: '2026-10-30', status: 'accepted', acceptedOn: '2026-11-02' });
  expect(followed(state, first.pathway).events).toEqual(['pathway.fact-recorded.v1']);
});

test('a self-referral has no 18-week clock until a team accepts it; then it counts from the day it was received', () => {
  const first = followed(referral({ receivedOn: '2026-10-30', source: 'B2' }));
  expect(clock(first, 'local-18-weeks')).toBeUndefined();
  const state = referral({
    ...{ receivedOn: '2026-10-30', source: 'B2' },
    ...{ status: 'accepted', acceptedOn: '2026-11-02' },
  });
  const accepted = followed(state, first.pathway);
  expect(clock(accepted, 'local-18-weeks')).toMatchObject({ state: 'running', start: '2026-10-30' });
});

test('a contact that was known before counts', () => {
  const knownContacts = [{ on: '2026-11-03', attendance: '5', mechanism: '01' }];
  const opened = followed(referral({ receivedOn: '2026-10-30', knownContacts }));
  expect(opened.pathway.stage).toBe('seen');
  expect(clock(opened, 'cyp-4-week')?.stillNeeded).toHaveLength(2);
});

test('needs that were profiled are published', () => {
  const first = followed(referral({ needs: [] }));
  const again = followed(
    referral({ needs: [{ domain: 'sleep', home: 2, school: 0, community: 0 }] }),
    first.pathway,
  );
  expect(again.events).toEqual(['pathway.fact-recorded.v1']);
});

test('a withdrawn referral closes the pathway, and ends its clocks for good only after the days in which a spell goes on', () => {
  const first = followed(referral({ receivedOn: '2026-10-30' }));
  const withdrawn = referral({ receivedOn: '2026-10-30', status: 'withdrawn', withdrawnOn: '2026-11-19' });
  const closed = followed(withdrawn, first.pathway);
  expect(closed.events).toContain('pathway.closed.v1');
  expect(closed.pathway).toMatchObject({
    stage: 'closed',
    closedOn: '2026-11-19',
    closure: '07',
    list: 'closed',
  });
  expect(clock(closed, 'local-18-weeks')?.state).toBe('stopped');
  expect(clock(closed, 'cyp-4-week')?.state).toBe('running');
  expect(closed.pathway.recheckOn).toBe('2026-11-25');
});

const ends = {
  declined: { declinedOn: '2026-11-19', declineReason: '02', otherHelp: ['family-hub'] },
  redirected: { redirectedOn: '2026-11-19', redirectedTo: 'RXP', redirectReason: 'age' },
  withdrawn: { withdrawnOn: '2026-11-19' },
} as const;

test.each([
  ['declined', 'rejected', null, ['family-hub']],
  ['redirected', 'referral-closed', '08', []],
  ['withdrawn', 'referral-closed', '07', []],
] as const)(
  'a %s referral closes the pathway by the right fact, and opened again its clocks run from the received date',
  (how, type, closure, otherHelp) => {
    const start = referral({ receivedOn: '2026-10-30' });
    const first = followed(start);
    const ended = followed(referral({ receivedOn: '2026-10-30', status: how, ...ends[how] }), first.pathway);
    expect(ended.events).toContain('pathway.closed.v1');
    expect(ended.pathway).toMatchObject({ stage: 'closed', closedOn: '2026-11-19', closure });
    expect(ended.pathway.ending).toEqual({ how, otherHelp });
    expect(ended.pathway.facts.at(-1)).toMatchObject({ type, on: '2026-11-19' });
    const again = followed(start, ended.pathway);
    expect(again.pathway).toEqual(first.pathway);
    expect(again.events).toEqual([
      'pathway.fact-recorded.v1',
      'pathway.clock-changed.v1',
      'pathway.reopened.v1',
    ]);
  },
);

test('a referral that is the same as another ends without a clock of its own, and undone it is as it was', () => {
  const start = referral({ receivedOn: '2026-10-30' });
  const first = followed(start);
  const ended = followed(
    referral({
      receivedOn: '2026-10-30',
      status: 'duplicate',
      duplicateOf: nth('ref', 9),
      duplicateOn: '2026-11-19',
    }),
    first.pathway,
  );
  expect(ended.events).toContain('pathway.closed.v1');
  expect(ended.pathway).toMatchObject({
    ...{ stage: 'closed', closedOn: '2026-11-19', closure: null, list: 'closed', clocks: [] },
    ending: { how: 'duplicate', otherHelp: [] },
  });
  expect(followed(start, ended.pathway).pathway).toEqual(first.pathway);
});

test('a referral that becomes another record’s child’s says so, though no clock moves by it', () => {
  const first = followed(referral({ receivedOn: '2026-10-30' }));
  const moved = followed(referral({ receivedOn: '2026-10-30', personId: nth('per', 7) }), first.pathway);
  expect(moved.events).toEqual(['pathway.fact-recorded.v1']);
  expect(moved.pathway.personId).toBe(nth('per', 7));
});

test('a question to the referrer tells nothing new of the clocks', () => {
  const first = followed(referral({ receivedOn: '2026-10-30' }));
  const returned = { returnedOn: '2026-11-02', answerBy: '2026-11-16', askedFor: ['consent'] };
  const asked = followed(
    referral({ receivedOn: '2026-10-30', status: 'returned', ...returned }),
    first.pathway,
  );
  expect(asked.events).toEqual([]);
  expect(asked.pathway).toEqual(first.pathway);
});

test('a corrected received date moves every clock that runs from it', () => {
  const first = followed(referral({ receivedOn: '2026-10-30' }));
  const mended = followed(referral({ receivedOn: '2026-10-20' }), first.pathway);
  expect(mended.events).toEqual(['pathway.fact-recorded.v1', 'pathway.clock-changed.v1']);
  expect(mended.pathway.receivedOn).toBe('2026-10-20');
  expect(clock(mended, 'local-18-weeks')).toMatchObject({ start: '2026-10-20' });
});

test('what was recorded here stays when the referral says something new', () => {
  const first = followed(referral({ receivedOn: '2026-10-30' })).pathway;
  const recorded = {
    type: 'care-plan-agreed',
    factId: 'rec.1',
    referralId: first.referralId,
    on: '2026-11-01',
  };
  const facts = [...first.facts, recorded] as Pathway['facts'];
  const state = referral({ receivedOn: '2026-10-30', status: 'accepted', acceptedOn: '2026-11-02' });
  expect(followed(state, { ...first, facts }).pathway.facts.map(({ factId }) => factId)).toEqual([
    `${first.referralId}.received`,
    `${first.referralId}.accepted`,
    'rec.1',
  ]);
});

test('facts of two referrals have ids of their own', () => {
  const one = followed(referral({ referralId: nth('ref', 1) })).pathway;
  const other = followed(referral({ referralId: nth('ref', 2) })).pathway;
  expect(one.facts[0]?.factId).not.toBe(other.facts[0]?.factId);
});

describe('circumstances', () => {
  const stated = (...ids: string[]) =>
    referral({ receivedOn: '2026-10-30', circumstances: ids.map((id) => ({ id, source: 'referrer' })) });

  test('of the policy open a review that is due in five working days, and move no clock', () => {
    const plain = followed(referral({ receivedOn: '2026-10-30' }));
    const flagged = followed(stated('looked-after', 'exclusion-risk', 'refugee'));
    expect(flagged.events).toEqual(['pathway.opened.v1', 'pathway.priority-flagged.v1']);
    expect(flagged.pathway.priority).toMatchObject({
      standing: 'review-open',
      reviewDue: '2026-11-27',
      flags: [
        { id: 'looked-after', raisedOn: '2026-11-21', evidence: 'referrer', expiresOn: null },
        { id: 'exclusion-risk', raisedOn: '2026-11-21', evidence: 'referrer', expiresOn: '2027-05-20' },
      ],
    });
    expect(flagged.pathway.clocks).toEqual(plain.pathway.clocks);
    expect(flagged.pathway).toMatchObject({ riskOpen: false, turn: 2 });
  });

  test('are flagged once', () => {
    const once = followed(stated('looked-after'));
    expect(followed(stated('looked-after'), once.pathway).events).toEqual([]);
  });

  test('of serious risk open the route of the same day at once', () => {
    const risk = followed(stated('serious-risk'));
    expect(risk.pathway).toMatchObject({
      riskOpen: true,
      turn: 0,
      sameDayRisk: { since: today, taken: null },
    });
  });

  test('that come later add a flag to an accelerated child, who stays accelerated', () => {
    const first = followed(stated('looked-after')).pathway;
    const priority = { ...first.priority, standing: 'accelerated' as const, reviewDue: null };
    const later = followed(stated('looked-after', 'youth-justice'), { ...first, priority });
    expect(later.events).toContain('pathway.priority-flagged.v1');
    expect(later.pathway.priority).toMatchObject({ standing: 'accelerated', reviewDue: null });
    expect(later.pathway.priority.flags).toHaveLength(2);
  });
});
