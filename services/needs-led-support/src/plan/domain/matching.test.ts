import { calendarDate, type NeedsProfile } from '@waymark/care-types';
import fc from 'fast-check';
import { readDirectory } from '../../directory/read-directory.ts';
import type { Listing } from '../../directory/domain/listing.ts';
import { matchingPolicy } from './matching-policy.ts';
import { match, type Child } from './matching.ts';

const today = calendarDate('2026-11-21');
const { listings } = readDirectory();
const child: Child = {
  dateOfBirth: calendarDate('2017-05-01'),
  service: 'autism-assessment',
  needs: [],
  circumstances: [],
};
const withNeeds = (needs: NeedsProfile, rest: Partial<Child> = {}): Child => ({ ...child, ...rest, needs });
const listing = (over: Partial<Listing>): Listing => ({
  id: 'one',
  title: 'One',
  kind: 'health',
  offers: 'x',
  whoFor: 'Everyone',
  ageFrom: null,
  ageTo: null,
  audience: 'family',
  route: 'self',
  how: 'x',
  onlyFor: null,
  startNow: false,
  general: false,
  needs: ['sleep'],
  lastAssured: today,
  source: 'x',
  ...over,
});
const sleepless = withNeeds([{ domain: 'sleep', home: 3, school: 0, community: 0 }]);

test.each([
  ['people who work with children', { audience: 'professional' }, 'for-professionals'],
  ['older children', { ageFrom: 10 }, 'too-young'],
  ['younger children', { ageTo: 8 }, 'too-old'],
  ['children in care', { onlyFor: 'looked-after' }, 'kept-for-others'],
  ['other needs', { needs: ['money'] }, 'no-need-matched'],
] as const)('what is for %s is not suggested, and says why', (_, over, code) => {
  const { suggestions, excluded } = match(sleepless, [listing(over as Partial<Listing>)], today);
  expect(suggestions).toEqual([]);
  expect(excluded).toMatchObject([{ listingId: 'one', code }]);
});

test('both ends of an age range count as in it', () => {
  const nine = listing({ ageFrom: 9, ageTo: 9 });
  expect(match(sleepless, [nine], today).suggestions).toHaveLength(1);
});

test('what is kept for children in care is suggested to a child in care', () => {
  const cared = withNeeds(sleepless.needs, { circumstances: ['looked-after'] });
  expect(match(cared, [listing({ onlyFor: 'looked-after' })], today).suggestions).toHaveLength(1);
});

test('a heavier need weighs more, and the reason names need, weight and place', () => {
  const both = withNeeds([
    { domain: 'sleep', home: 3, school: 0, community: 0 },
    { domain: 'money', home: 1, school: 0, community: 0 },
  ]);
  const { suggestions } = match(
    both,
    [listing({ id: 'm', title: 'A', needs: ['money'] }), listing({ id: 's', title: 'B' })],
    today,
  );
  expect(suggestions.map(({ listingId }) => listingId)).toEqual(['s', 'm']);
  expect(suggestions[0]?.reasons[0]).toEqual({
    code: 'need',
    domain: 'sleep',
    setting: 'home',
    text: 'Sleep: most of the time at home',
  });
});

test('without recorded needs the service asked for is a place to begin, and the reason says so', () => {
  const { suggestions } = match(child, listings, today);
  expect(suggestions.length).toBeGreaterThan(2);
  expect(suggestions[0]?.reasons.some(({ code }) => code === 'service-asked-for')).toBe(true);
});

const anyChild = fc.record({
  dateOfBirth: fc.integer({ min: 2001, max: 2026 }).map((year) => calendarDate(`${year}-06-15`)),
  service: fc.constantFrom(
    'autism-assessment',
    'adhd-assessment',
    'camhs-community',
    'camhs-crisis',
    'eating-disorder',
  ),
  circumstances: fc.constantFrom<readonly 'looked-after'[]>([], ['looked-after']),
  needs: fc.uniqueArray(
    fc.record({
      domain: fc.constantFrom('sleep', 'anxiety', 'sensory', 'money', 'learning'),
      home: level(),
      school: level(),
      community: level(),
    }),
    { selector: ({ domain }) => domain },
  ),
}) as fc.Arbitrary<Child>;

function level(): fc.Arbitrary<0 | 1 | 2 | 3> {
  return fc.constantFrom(0, 1, 2, 3);
}

test('every listing is either suggested or excluded with a reason, whatever the order of the directory', () => {
  fc.assert(
    fc.property(
      anyChild,
      fc.shuffledSubarray(listings, { minLength: listings.length }),
      (someone, shuffled) => {
        const found = match(someone, listings, today);
        expect(match(someone, shuffled, today).suggestions).toEqual(found.suggestions);
        const named = [...found.suggestions, ...found.excluded].map(({ listingId }) => listingId);
        expect(named.sort()).toEqual(listings.map(({ id }) => id).sort());
        expect(found.suggestions.length).toBeLessThanOrEqual(matchingPolicy.suggestions);
        for (const { reasons, score } of found.suggestions) {
          expect(reasons.length).toBeGreaterThan(0);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
        for (const { text } of found.excluded) expect(text).not.toBe('');
      },
    ),
  );
});

test('the weights are shares of one whole', () => {
  const sum = Object.values(matchingPolicy.weights).reduce((a, b) => a + b, 0);
  expect(sum).toBeCloseTo(1, 10);
});
