import { calendarDate } from '@waymark/care-types';
import type { Fact } from './index.ts';
import { clocksOf, clockStateOf, regimes, stillNeededOf, type RegimeId } from './index.ts';
import { allRegimes } from './regimes/index.ts';
import { contact, received } from './testing/facts.ts';

/** Filters of the waiting list are saved by these codes: they stay, whatever becomes of the words. */
const savedCodes = {
  'cyp-4-week': ['first-contact', 'first-outcome-measure', 'agreed-care-plan'],
  'local-18-weeks': ['first-treatment'],
  'rtt-18-weeks': ['first-treatment'],
  'adult-4-week': [
    'first-contact',
    'first-outcome-measure',
    'agreed-care-plan-or-a-coded-intervention',
    'meaningful-assessment',
  ],
  'autism-13-weeks': ['first-contact-at-which-the-child-is-seen'],
  'autism-nice-3-months': ['first-contact-at-which-the-child-is-seen'],
  'adhd-age': ['end-of-the-referral'],
  'community-paediatrics': ['first-contact-at-which-the-child-is-seen'],
  'eating-disorder-urgent': ['contact-at-which-the-child-is-seen'],
  'eating-disorder-routine': ['contact-at-which-the-child-is-seen'],
  'eip-2-weeks': [
    'first-contact-at-which-the-young-person-is-seen-by-the-early-intervention-team',
    'care-coordinator-of-that-team',
  ],
  'crisis-emergency': ['to-be-seen-face-to-face'],
  'crisis-very-urgent-4h': ['to-be-seen-face-to-face'],
  'crisis-urgent-24h': ['to-be-seen-face-to-face'],
  'liaison-1h': ['to-be-seen-face-to-face'],
  'ehc-advice-6-weeks': ['advice-is-sent'],
} satisfies Partial<Record<RegimeId, string[]>>;

test.each(Object.entries(savedCodes))('the codes of what %s needs stay as they are', (id, codes) => {
  expect(regimes[id as RegimeId].needs.map(({ needed }) => needed.code)).toEqual(codes);
});

test('a code has the same few words wherever it stands', () => {
  const needed = allRegimes.flatMap(({ needs }) => needs.map((need) => need.needed));
  const shorts = new Map(needed.map(({ code, short }) => [code, short]));
  for (const { code, short } of needed) expect(short).toBe(shorts.get(code));
});

test('a regime has an id and a short title of its own', () => {
  expect(new Set(allRegimes.map(({ id }) => id)).size).toBe(allRegimes.length);
  expect(new Set(allRegimes.map(({ shortTitle }) => shortTitle)).size).toBe(allRegimes.length);
  expect(Object.keys(regimes)).toEqual(allRegimes.map(({ id }) => id));
});

describe('what a clock still needs', () => {
  const asOf = calendarDate('2025-03-03');
  const kept = (regime: RegimeId, ...facts: Fact[]) =>
    clocksOf(facts, { asOf, regimes: [regimes[regime]] }).map(clockStateOf);

  it('follows from its evidence, and is kept in words', () => {
    const clocks = kept('cyp-4-week', received(), contact('c', '2025-02-03'));
    expect(clocks.flatMap(stillNeededOf).map(({ code }) => code)).toEqual([
      'first-outcome-measure',
      'agreed-care-plan',
    ]);
    expect(clocks.flatMap(({ stillNeeded }) => stillNeeded)).toEqual([
      'A first outcome measure, by any recognised tool except Current View',
      'An agreed care plan, or a coded intervention, or an autism or ADHD assessment',
    ]);
  });

  it.each([
    ['2024-03-31', 2],
    ['2024-04-01', 3],
  ])(
    'depends on the day of the first contact where a standard changed: on %s %d more things',
    (on, count) => {
      const clocks = kept(
        'adult-4-week',
        received({ on: '2024-03-25', dateOfBirth: '2000-01-05', team: 'A05' }),
        contact('c', on),
      );
      expect(clocks.flatMap(stillNeededOf)).toHaveLength(count);
    },
  );

  it('is nothing once it does not run', () => {
    const clocks = kept('autism-13-weeks', received(), contact('c', '2025-02-03'));
    expect(clocks).toMatchObject([{ state: 'stopped', stillNeeded: [] }]);
    expect(clocks.flatMap(stillNeededOf)).toEqual([]);
  });
});
