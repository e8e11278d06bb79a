import { calendarDate } from '@waymark/care-types';
import { clocksOf, Fact, regimes, statusesOf, type RegimeId } from './index.ts';

const start = '2025-01-06';
const fact = (type: string, factId: string, on: string, more: object = {}) =>
  Fact.parse({ type, factId, referralId: 'A', on, ...more });
const received = (more: object = {}) =>
  fact('referral-received', 'r', start, {
    ...{ provider: 'RX3', dateOfBirth: '2013-01-05', primaryReason: '25', ...more },
  });
const contact = (factId: string, on: string, attendance = '5', more: object = {}) =>
  fact('contact', factId, on, { attendance, mechanism: '01', ...more });
const under = (regime: RegimeId, facts: Fact[], asOf = '2025-09-01') =>
  clocksOf(facts, { asOf: calendarDate(asOf), regimes: [regimes[regime]] });
const periods = (facts: Fact[], asOf?: string) =>
  under('local-18-weeks', facts, asOf).map(({ state, start: from, stop }) => [state, from, stop]);
const statuses = (...facts: Fact[]) =>
  statusesOf([received(), ...facts], { asOf: calendarDate('2025-09-01') }).map(({ factId, status }) => [
    factId,
    status,
  ]);

describe('referral to treatment', () => {
  it('gives a contact before the referral its status, and nothing else that came before', () => {
    expect(statuses(contact('c', '2025-01-03'), fact('treatment-started', 't', '2025-01-03'))).toEqual([
      ['c', '92'],
    ]);
    expect(statuses(contact('c', '2025-01-03', '3'))).toEqual([]);
  });

  it.each(['5', '6'])(
    'gives who was seen (%s) after the treatment its status, not work in absence',
    (seen) => {
      const treated = fact('treatment-started', 't', '2025-02-03');
      expect(statuses(treated, contact('c', '2025-03-03', seen))).toEqual([
        ['t', '30'],
        ['c', '90'],
      ]);
      expect(statuses(treated, contact('c', '2025-03-03', seen, { indirect: true }))).toEqual([['t', '30']]);
      expect(statuses(treated, contact('c', '2025-03-03', '3'))).toEqual([['t', '30']]);
    },
  );

  it.each([
    ['an appointment that is still to come', contact('next', '2025-03-03', '0'), false],
    ['one that was cancelled', contact('next', '2025-03-03', '2'), false],
    ['work without the child', contact('next', '2025-03-03', '5', { indirect: true }), false],
    ['one to which the child was not brought again', contact('next', '2025-03-03', '3'), true],
    ['one that was kept', contact('next', '2025-03-03'), true],
    ['treatment', fact('treatment-started', 'next', '2025-03-03'), true],
  ])(
    'after a missed first appointment, %s: whether a new wait begins on the missed day',
    (_, next, opens) => {
      const waits = periods([received(), contact('missed', '2025-02-03', '3'), next]);
      expect(waits[0]).toEqual(['nullified', start, '2025-02-03']);
      expect(waits.slice(1).map(([, from]) => from)).toEqual(opens ? ['2025-02-03'] : []);
    },
  );

  it('begins anew when the date of planned care has passed, on that date, with no first appointment ahead', () => {
    const stopped = [received(), fact('treatment-started', 't', '2025-02-03')];
    const planned = fact('planned', 'p', '2025-02-10', { until: '2025-05-01' });
    expect(periods([...stopped, planned], '2025-05-01')).toHaveLength(1);
    expect(periods([...stopped, planned], '2025-05-02')).toEqual([
      ['stopped', start, '2025-02-03'],
      ['running', '2025-05-01', null],
    ]);
    const missed = contact('missed', '2025-05-10', '3');
    expect(periods([...stopped, planned, missed]).map(([state]) => state)).toEqual(['stopped', 'running']);
    const onTheDay = fact('treatment-started', 'again', '2025-05-01');
    expect(periods([...stopped, planned, onTheDay])).toHaveLength(1);
  });

  it('knows no planned care while a wait runs, nor after a death', () => {
    const planned = (on: string) => fact('planned', 'p', on, { until: '2025-05-01' });
    expect(periods([received(), planned('2025-02-10')])).toEqual([['running', start, null]]);
    const died = fact('died', 'd', '2025-02-03');
    expect(periods([received(), died, planned('2025-02-10')])).toEqual([['stopped', start, '2025-02-03']]);
  });

  it('looks at the last appointment that was to be kept when the child is discharged', () => {
    const facts = [
      received(),
      contact('seen', '2025-01-20'),
      contact('missed', '2025-02-10', '3'),
      contact('cancelled', '2025-02-15', '2'),
      fact('discharged', 'end', '2025-03-03'),
    ];
    const [clock] = under('local-18-weeks', facts);
    expect(clock?.evidence.at(-1)).toMatchObject({ facts: ['end', 'missed'], on: '2025-03-03' });
    const kept = [...facts.slice(0, 2), ...facts.slice(4)];
    expect(under('local-18-weeks', kept)[0]?.evidence.at(-1)?.facts).toEqual(['end']);
  });

  it('calls the first appointment for a new condition by its own status, in the first wait alone', () => {
    const facts = [
      received({ newCondition: true }),
      contact('first', '2025-01-20'),
      fact('treatment-started', 't', '2025-02-03'),
      received({ factId: 'r2', referralId: 'B', on: '2025-03-03', continues: 'A' }),
      contact('second', '2025-03-10', '5', { referralId: 'B' }),
    ];
    const activities = statusesOf(facts, { asOf: calendarDate('2025-09-01') });
    expect(activities.map(({ status }) => status)).toEqual(['12', '30', '10']);
  });

  it('puts a referral with the one that it continues, and no other', () => {
    const of = (referralId: string, on: string, more: object = {}) =>
      received({ factId: referralId, referralId, on, ...more });
    const waits = under('local-18-weeks', [
      of('A', start),
      of('B', '2025-01-13'),
      of('C', '2025-01-20', { continues: 'B' }),
      of('D', '2025-01-27', { continues: 'C' }),
    ]);
    expect(waits.map(({ referralIds }) => referralIds)).toEqual([['A'], ['B', 'C', 'D']]);
  });

  it('ends with a death, on whichever referral it was recorded', () => {
    const other = received({ factId: 'r2', referralId: 'B', on: '2025-01-13' });
    const continued = received({ factId: 'r3', referralId: 'C', on: '2025-01-20', continues: 'B' });
    const died = fact('died', 'd', '2025-02-03', { referralId: 'C' });
    const waits = under('local-18-weeks', [received(), other, continued, died]);
    expect(waits.map(({ code, stop }) => [code, stop])).toEqual([
      ['36', '2025-02-03'],
      ['36', '2025-02-03'],
    ]);
    expect(waits.map(({ evidence }) => evidence.at(-1)?.facts)).toEqual([['d'], ['d']]);
  });

  it('counts from where it was first received only if that was earlier', () => {
    const from = (firstReceivedOn: string) => under('local-18-weeks', [received({ firstReceivedOn })])[0];
    expect(from('2024-12-02')).toMatchObject({ start: '2024-12-02' });
    expect(from('2024-12-02')?.evidence[0]?.says).toContain('later passed on');
    for (const same of [start, '2025-01-07']) {
      expect(from(same)).toMatchObject({ start });
      expect(from(same)?.evidence[0]?.says).toBe('The referral was received');
    }
  });
});

describe('a wait that one contact stops', () => {
  it('is over at the end of the referral where that came first', () => {
    const facts = [received(), fact('discharged', 'end', '2025-02-03'), contact('late', '2025-02-10')];
    expect(under('autism-13-weeks', facts)).toMatchObject([{ state: 'ended', stop: '2025-02-03' }]);
    const sameDay = [received(), fact('discharged', 'end', '2025-02-03'), contact('seen', '2025-02-03')];
    expect(under('autism-13-weeks', sameDay)).toMatchObject([{ state: 'stopped', stop: '2025-02-03' }]);
  });

  it('names the appointments within it that came to nothing', () => {
    const missed = ['2025-01-05', '2025-01-06', '2025-02-10', '2025-02-11'].map((on) => contact(on, on, '3'));
    const [clock] = under('autism-13-weeks', [received(), ...missed, contact('seen', '2025-02-10')]);
    const named = clock?.evidence.find(({ rule }) => rule.includes('missed'));
    expect(named?.facts).toEqual(['2025-01-06', '2025-02-10']);
  });

  it('rests on the contact', () => {
    const [clock] = under('autism-13-weeks', [received(), contact('seen', '2025-02-10')]);
    expect(clock?.evidence.at(-1)?.facts).toEqual(['seen']);
  });
});

describe('a spell of two referrals', () => {
  const second = received({ factId: 'r2', referralId: 'B', on: '2025-02-03' });
  const ends = (first: string, last: string) => [
    fact('discharged', 'e1', first),
    fact('discharged', 'e2', last, { referralId: 'B' }),
  ];
  const spell = (...facts: Fact[]) => under('cyp-4-week', [received(), second, ...facts]);

  it.each([
    ['2025-03-03', '2025-02-10'],
    ['2025-02-10', '2025-03-03'],
  ])('ended on %s and %s is over with the later of the two', (first, last) => {
    const [clock] = spell(...ends(first, last));
    expect(clock).toMatchObject({ state: 'ended', stop: '2025-03-03', referralIds: ['A', 'B'] });
    expect(clock?.evidence.find(({ rule }) => rule === 'cyp4w-spell-start')?.facts).toEqual([
      ...['r', 'e1', 'r2', 'e2'],
    ]);
  });

  it('counts what happened within it, the first of each kind on whichever referral', () => {
    const [clock] = spell(
      contact('before', '2025-01-05'),
      contact('c1', '2025-02-24'),
      contact('c2', '2025-02-17', '5', { referralId: 'B' }),
      fact('care-plan-agreed', 'p1', '2025-02-26'),
      fact('care-plan-agreed', 'p2', '2025-02-20', { referralId: 'B' }),
      fact('outcome-measure', 'm1', '2025-03-10', { tool: 'SDQ' }),
      fact('outcome-measure', 'm2', '2025-02-18', { tool: 'SDQ', referralId: 'B' }),
    );
    expect(clock).toMatchObject({ state: 'stopped', stop: '2025-02-20' });
    const of = (rule: string) => clock?.evidence.find((each) => each.rule === rule)?.facts;
    expect(of('cyp4w-first-contact')).toEqual(['c2']);
    expect(of('cyp4w-plan-or-intervention')).toEqual(['p2']);
    expect(of('cyp4w-stop')).toEqual(['c2', 'm2', 'p2']);
  });

  it('counts nothing from after its end', () => {
    const late = [
      contact('c', '2025-03-04'),
      fact('care-plan-agreed', 'p', '2025-03-04'),
      fact('outcome-measure', 'm', '2025-03-04', { tool: 'SDQ' }),
    ];
    expect(spell(...ends('2025-02-10', '2025-03-03'), ...late)).toMatchObject([{ state: 'ended' }]);
    const alone = under('cyp-4-week', [received(), fact('discharged', 'e', '2025-03-03'), ...late]);
    expect(alone).toMatchObject([{ state: 'ended', stop: '2025-03-03' }]);
  });
});

test.each([
  ['2025-01-05', '2025-02-10'],
  [start, start],
  ['2025-02-09', '2025-02-09'],
  ['2025-02-10', '2025-02-10'],
  ['2025-02-11', '2025-02-10'],
])('a plan written on %s and agreed on 10 February counts from %s', (createdOn, on) => {
  const [clock] = under('cyp-4-week', [
    received(),
    fact('care-plan-agreed', 'p', '2025-02-10', { createdOn }),
  ]);
  const plan = clock?.evidence.find(({ rule }) => rule === 'cyp4w-plan-or-intervention');
  expect(plan).toMatchObject({ on, facts: ['p'] });
});

test.each(['psychological', 'psychosocial', 'medication', 'autism-assessment', 'adhd-assessment'])(
  'an intervention, %s, stands for a plan',
  (kind) => {
    const [clock] = under('cyp-4-week', [received(), fact('intervention', 'i', '2025-02-10', { kind })]);
    expect(clock?.stillNeeded).toHaveLength(2);
  },
);

describe('advice for a plan', () => {
  const asked = (factId: string, on: string, referralId = 'A') =>
    fact('ehc-advice-requested', factId, on, { referralId });
  const advice = (...facts: Fact[]) =>
    under('ehc-advice-6-weeks', [received(), ...facts]).map(({ referralId, period, state, stop }) => [
      referralId,
      period,
      state,
      stop,
    ]);

  it('answers the request of its own referral, and a request after the answer is another one', () => {
    const other = received({ factId: 'r2', referralId: 'B', on: '2025-01-07' });
    const sent = fact('ehc-advice-sent', 's', '2025-01-20');
    expect(advice(other, asked('a', '2025-01-10'), asked('b', '2025-01-12', 'B'), sent)).toEqual([
      ['A', 1, 'stopped', '2025-01-20'],
      ['B', 1, 'running', null],
    ]);
    expect(advice(asked('a', '2025-01-10'), asked('b', '2025-01-12'), sent)).toHaveLength(1);
    expect(advice(asked('a', '2025-01-10'), sent, asked('b', '2025-02-03'))).toEqual([
      ['A', 1, 'stopped', '2025-01-20'],
      ['A', 2, 'running', null],
    ]);
  });

  it.each([
    ['2025-01-09', []],
    ['2025-01-10', ['ended']],
    ['2025-01-11', ['ended']],
  ])('of a child who died on %s is %j', (on, states) => {
    expect(advice(asked('a', '2025-01-10'), fact('died', 'd', on)).map(([, , is]) => is)).toEqual(states);
  });
});

describe('a first psychosis', () => {
  const eip = (...facts: Fact[]) =>
    under('eip-2-weeks', [
      received({ team: 'A14', primaryReason: '01', dateOfBirth: '2008-01-05' }),
      ...facts,
    ]);
  const coordinator = (on: string, more: object = {}) => fact('care-coordinator-assigned', 'k', on, more);
  const rules = (clocks: ReturnType<typeof eip>) => clocks[0]?.evidence.map(({ rule }) => rule);

  it('stops on the later of contact and coordinator, and rests on both', () => {
    for (const [seen, named] of [
      ['2025-01-10', '2025-01-15'],
      ['2025-01-15', '2025-01-10'],
    ] as const) {
      const [clock] = eip(contact('c', seen), coordinator(named));
      expect(clock).toMatchObject({ state: 'stopped', stop: '2025-01-15' });
      expect(clock?.evidence.at(-1)?.facts).toEqual(['c', 'k']);
    }
  });

  it('does not count a coordinator from before the referral, or of another team', () => {
    for (const before of [coordinator('2025-01-05'), coordinator('2025-01-10', { team: 'C10' })])
      expect(eip(contact('c', '2025-01-10'), before)).toMatchObject([{ state: 'running' }]);
    expect(eip(contact('c', '2025-01-10'), coordinator(start, { team: 'A14' }))).toMatchObject([
      { state: 'stopped' },
    ]);
  });

  it('gives as evidence what was there until it ended, and nothing after', () => {
    const ended = eip(
      contact('c', '2025-01-10'),
      coordinator('2025-02-10'),
      fact('discharged', 'e', '2025-02-03'),
    );
    expect(ended).toMatchObject([{ state: 'ended', stop: '2025-02-03' }]);
    expect(rules(ended)).toEqual(['eip-scope', 'eip-start', 'eip-first-contact', 'eip-referral-end']);
    expect(rules(eip(contact('c', '2025-01-10')))).toEqual(['eip-scope', 'eip-start', 'eip-first-contact']);
  });
});

describe('a crisis', () => {
  const crisis = (...facts: Fact[]) =>
    under('crisis-urgent-24h', [
      received({ team: 'A02', priority: '2', at: '2025-01-06T09:00:00Z' }),
      ...facts,
    ]);
  const at = (factId: string, time: string) => contact(factId, start, '5', { at: `2025-01-06T${time}:00Z` });

  it('is over with the first contact by the clock, not before it began', () => {
    const [clock] = crisis(at('a', '12:00'), at('b', '10:30'), at('c', '08:59'));
    expect(clock).toMatchObject({ state: 'stopped', time: { minutes: 90 } });
    expect(clock?.evidence.some(({ facts }) => facts.includes('b'))).toBe(true);
    expect(crisis(at('c', '08:59'))).toMatchObject([{ state: 'running' }]);
    expect(crisis(at('a', '09:00'))).toMatchObject([{ state: 'stopped', time: { minutes: 0 } }]);
  });

  it('counts to the end of the referral where nobody was seen, and to the moment asked about while it runs', () => {
    const end = fact('discharged', 'e', '2025-01-07', { at: '2025-01-07T09:00:00Z' });
    expect(crisis(end)).toMatchObject([{ state: 'ended', time: { minutes: 1_440 } }]);
    const [clock] = clocksOf([received({ team: 'A02', priority: '2', at: '2025-01-06T09:00:00Z' })], {
      ...{ asOf: calendarDate(start), now: '2025-01-06T09:45:00Z' as never },
      regimes: [regimes['crisis-urgent-24h']],
    });
    expect(clock?.time).toMatchObject({ minutes: 45, stoppedAt: null });
  });

  it('names the time that is missing, of what decides alone', () => {
    const times = (clocks: ReturnType<typeof crisis>) =>
      clocks[0]?.evidence.filter(({ rule }) => rule.endsWith('time-missing')).map(({ facts }) => facts);
    expect(times(crisis(contact('c', '2025-01-07')))).toEqual([['c']]);
    expect(times(crisis(fact('discharged', 'e', '2025-01-07'), contact('c', '2025-01-08')))).toEqual([]);
  });
});

describe('an eating disorder', () => {
  const treated = { codes: ['51484002'] };
  const routine = (...facts: Fact[]) =>
    under('eating-disorder-routine', [
      received({ primaryReason: '12', team: 'C10', priority: '3', dateOfBirth: '2007-02-10' }),
      ...facts,
    ]);

  it('is over on the day on which the young person turns 18', () => {
    expect(routine()).toMatchObject([{ state: 'ended', stop: '2025-02-10', stillNeeded: [] }]);
    const [clock] = routine();
    expect(clock?.evidence.map(({ rule }) => rule.split('-').slice(-2).join('-'))).toContain('turned-18');
    expect(clock?.evidence.at(-1)?.facts).toEqual(['r']);
  });

  it.each([
    ['2025-02-09', '2025-02-09'],
    ['2025-02-10', '2025-02-10'],
    ['2025-02-11', '2025-02-11'],
  ])('treated on %s is stopped then: the age at referral decides', (on, stop) => {
    const [clock] = routine(contact('c', on, '5', treated));
    expect(clock).toMatchObject({ state: 'stopped', stop });
  });

  it('that was closed after the birthday was over on the birthday', () => {
    expect(routine(fact('referral-closed', 'e', '2025-02-12'))).toMatchObject([
      { state: 'ended', stop: '2025-02-10' },
    ]);
  });

  it('that runs keeps all the evidence from before', () => {
    const clocks = under(
      'eating-disorder-routine',
      [
        received({ primaryReason: '12', team: 'C10', priority: '3', dateOfBirth: '2007-02-10' }),
        contact('m', '2025-01-20', '3'),
      ],
      '2025-02-12',
    );
    expect(clocks[0]?.evidence.flatMap(({ facts }) => facts)).toEqual(['r', 'r', 'm', 'r']);
  });
});
