import { calendarDate } from '@waymark/care-types';
import { clocksOf, Fact, regimes, type RegimeId } from './index.ts';
import { contact, received } from './testing/facts.ts';

describe('clocks of several referrals', () => {
  it('stand by start, then by referral, in whatever order they are given', () => {
    const of = (referralId: string, on: string) =>
      received({ referralId, factId: referralId, on, provider: referralId === 'C' ? 'RXP' : 'RX3' });
    const facts = [of('B', '2025-02-03'), of('A', '2025-02-03'), of('C', '2025-01-06')];
    const asOf = calendarDate('2025-03-03');
    for (const given of [facts, facts.toReversed()]) {
      const clocks = clocksOf(given, { asOf, regimes: [regimes['local-18-weeks']] });
      expect(clocks.map(({ referralId }) => referralId)).toEqual(['C', 'A', 'B']);
    }
  });

  it('of one need stand by period', () => {
    const facts = [
      received(),
      contact('missed', '2025-02-03', { attendance: '3' }),
      Fact.parse({ type: 'rebooked', factId: 'again', referralId: 'A', on: '2025-02-03' }),
    ];
    const clocks = clocksOf(facts, {
      asOf: calendarDate('2025-03-03'),
      regimes: [regimes['local-18-weeks']],
    });
    expect(clocks.map(({ period, state }) => [period, state])).toEqual([
      [1, 'nullified'],
      [2, 'running'],
    ]);
  });
});

describe('the order of referrals', () => {
  const of = (referralId: string, on: string) => received({ referralId, factId: referralId, on });
  const asOf = calendarDate('2025-09-01');

  it('is that in which they were received, though something is recorded for the later one from before', () => {
    const [one, other] = [of('A', '2025-01-06'), of('B', '2025-01-13')];
    const odd = contact('c', '2025-01-02', { referralId: 'B', attendance: '3' });
    for (const given of [
      [one, other, odd],
      [odd, other, one],
    ]) {
      const clocks = clocksOf(given, { asOf, regimes: [regimes['cyp-4-week']] });
      expect(clocks.map(({ start, referralIds }) => [start, referralIds])).toEqual([
        ['2025-01-06', ['A', 'B']],
      ]);
    }
  });

  it('is for clocks of one regime that of their starts', () => {
    const more = [
      contact('w', '2025-02-10', { attendance: '3' }),
      Fact.parse({ type: 'rebooked', factId: 'r', referralId: 'A', on: '2025-02-17' }),
    ];
    const facts = [of('A', '2025-01-06'), of('B', '2025-02-12'), ...more];
    const clocks = clocksOf(facts, { asOf, regimes: [regimes['local-18-weeks']] });
    expect(clocks.map(({ referralId, period, start }) => [referralId, period, start])).toEqual([
      ['A', 1, '2025-01-06'],
      ['B', 1, '2025-02-12'],
      ['A', 2, '2025-02-17'],
    ]);
  });
});

describe('of two referrals of one person', () => {
  const asOf = calendarDate('2025-03-03');
  it.each<[RegimeId, object]>([
    ['autism-13-weeks', { primaryReason: '25' }],
    ['autism-nice-3-months', { primaryReason: '25' }],
    ['adhd-age', { primaryReason: '24' }],
    ['community-paediatrics', { service: ['community-paediatrics'] }],
    ['crisis-very-urgent-4h', { team: 'A02', priority: '4' }],
    ['crisis-urgent-24h', { team: 'A02', priority: '2' }],
    ['crisis-emergency', { team: 'A02', priority: '1' }],
    ['liaison-1h', { source: 'H1', team: 'A11' }],
    ['eip-2-weeks', { team: 'A14', primaryReason: '01' }],
    ['eating-disorder-urgent', { primaryReason: '12', priority: '2' }],
    ['eating-disorder-routine', { primaryReason: '12', priority: '3' }],
    ['adult-4-week', { dateOfBirth: '2004-01-05', team: 'A05' }],
    ['rtt-18-weeks', { service: ['consultant-led'] }],
  ])('%s holds for the one that it is for', (regime, about) => {
    const other = received({ primaryReason: '05', referralId: 'B', factId: 'B', provider: 'RXP' });
    const one = received({ primaryReason: '05', ...about });
    const clocks = clocksOf([other, one], { asOf, regimes: [regimes[regime]] });
    expect(clocks.map(({ referralIds }) => referralIds)).toEqual([['A']]);
  });
});
