import { calendarDate, nthTestNhsNumber } from '@waymark/care-types';
import fc from 'fast-check';
import { comparable, swapsOf, type Facts } from './comparable.ts';
import { likenessTo } from './likeness.ts';
import { evidenceOf, scoreOf, verdictOf, type Population } from './score.ts';
import { weights, type Likeness } from './weights.ts';

const key = 'a key for tests';
const county: Population = { children: 150_000, siblings: 0.9 };
const synthetic: Facts = {
  givenName: 'Alfred',
  familyName: 'Thirlwell',
  dateOfBirth: calendarDate('2014-03-08'),
  nhsNumber: nthTestNhsNumber(7),
  postcode: 'DH1 1AB',
  school: '114001',
  sex: '1',
};

function likeness(one: Facts, other: Facts): Likeness {
  const asked = { ...comparable(one, key), swaps: swapsOf(one.nhsNumber, key) };
  return likenessTo(asked)(comparable(other, key));
}

const number = nthTestNhsNumber(7);
const withSwap = `${number.slice(0, 7)}${number[8]}${number[7]}${number[9]}`;

type Case = [field: keyof Likeness, one: Partial<Facts>, other: Partial<Facts>, level: string, sign: number];
const pairs: Case[] = [
  ['givenName', {}, { givenName: 'ALFRED' }, 'exact', 1],
  ['givenName', { givenName: 'Ann Marie' }, { givenName: 'Annmarie' }, 'exact', 1],
  ['givenName', {}, { givenName: 'Alfie' }, 'short form', 1],
  ['givenName', {}, { givenName: 'Alfrde' }, 'spelling', 1],
  ['givenName', { givenName: 'Kathryn' }, { givenName: 'Catherine' }, 'short form', 1],
  ['givenName', { givenName: 'Shaun' }, { givenName: 'Shawn' }, 'spelling', 1],
  ['givenName', {}, { givenName: 'Alfred James' }, 'part', 1],
  ['givenName', {}, { givenName: 'James Alfred' }, 'part', 1],
  ['givenName', {}, { givenName: 'Rosemary' }, 'different', -1],
  ['givenName', {}, { givenName: '👶' }, 'not known', 0],
  ['familyName', {}, { familyName: 'Thirwell' }, 'spelling', 1],
  ['familyName', {}, { familyName: 'Ord-Thirlwell' }, 'part', 1],
  ['familyName', {}, { familyName: 'Ord' }, 'different', -1],
  ['familyName', {}, { givenName: 'Thirlwell', familyName: 'Alfred' }, 'swapped', 1],
  ['givenName', {}, { givenName: 'Thirlwell', familyName: 'Alfred' }, 'swapped', 1],
  ['givenName', {}, { givenName: 'Thirlwell', familyName: 'Alfred James' }, 'swapped', 1],
  ['dateOfBirth', {}, {}, 'exact', 1],
  ['dateOfBirth', {}, { dateOfBirth: calendarDate('2014-08-03') }, 'day and month swapped', 1],
  ['dateOfBirth', {}, { dateOfBirth: calendarDate('2014-03-09') }, 'one digit', 1],
  ['dateOfBirth', {}, { dateOfBirth: calendarDate('2004-03-08') }, 'one digit', 1],
  [
    'dateOfBirth',
    { dateOfBirth: calendarDate('2014-02-28') },
    { dateOfBirth: calendarDate('2014-03-01') },
    'a day or a year off',
    1,
  ],
  [
    'dateOfBirth',
    { dateOfBirth: calendarDate('2009-05-06') },
    { dateOfBirth: calendarDate('2010-05-06') },
    'a day or a year off',
    1,
  ],
  ['dateOfBirth', {}, { dateOfBirth: calendarDate('2014-03-27') }, 'same month', 1],
  ['dateOfBirth', {}, { dateOfBirth: calendarDate('2009-11-27') }, 'different', -1],
  ['postcode', {}, { postcode: 'dh11ab' }, 'exact', 1],
  ['postcode', {}, { postcode: 'DH1 1XY' }, 'same sector', 1],
  ['postcode', {}, { postcode: 'DH1 4AB' }, 'same district', 1],
  ['postcode', {}, { postcode: 'DL14 1AB' }, 'different', -1],
  ['postcode', {}, { postcode: undefined }, 'not known', 0],
  ['postcode', { postcode: 'ZZ99 3VZ' }, { postcode: 'ZZ99 3VZ' }, 'not known', 0],
  ['school', {}, {}, 'exact', 1],
  ['school', {}, { school: '114002' }, 'different', -1],
  ['school', {}, { school: undefined }, 'not known', 0],
  ['sex', {}, {}, 'same', 1],
  ['sex', {}, { sex: '2' }, 'different', -1],
  ['sex', {}, { sex: 'X' }, 'not known', 0],
  ['nhsNumber', {}, { nhsNumber: `${number.slice(0, 3)} ${number.slice(3)}` }, 'exact', 1],
  ['nhsNumber', {}, { nhsNumber: withSwap }, 'two digits swapped', 1],
  ['nhsNumber', {}, { nhsNumber: '9990000019' }, 'differs, one fails its check', -1],
  ['nhsNumber', {}, { nhsNumber: nthTestNhsNumber(8000) }, 'different', -1],
  ['nhsNumber', {}, { nhsNumber: undefined }, 'not known', 0],
];

test.each(pairs)('%s: %j and %j are %s', (field, one, other, level, sign) => {
  const found = evidenceOf(likeness({ ...synthetic, ...one }, { ...synthetic, ...other }))[field];
  expect(found.level).toBe(level);
  expect(Math.sign(found.weight)).toBe(sign);
});

test('in each field the probabilities of all levels make one, for each kind of pair', () => {
  for (const levels of Object.values(weights)) {
    for (const kind of ['same', 'strangers', 'siblings'] as const) {
      const sum = Object.values(levels).reduce((total, level) => total + level[kind], 0);
      expect(sum).toBeCloseTo(1, 9);
    }
  }
});

test('with no siblings and no shares the score is the sum of the weights', () => {
  const found = likeness(synthetic, { ...synthetic, givenName: 'Alfie', postcode: 'DL1 1AA' });
  const sum = Object.values(evidenceOf(found)).reduce((total, { weight }) => total + weight, 0);
  expect(scoreOf(found, { children: 150_000, siblings: 0 }).score).toBeCloseTo(sum, 9);
});

test('a rare name tells more than a common one', () => {
  const found = likeness(synthetic, synthetic);
  const { nhsNumber: _, ...bare } = synthetic;
  const of = (familyName: number) => scoreOf(likeness(bare, bare), county, { familyName }).score;
  expect(of(0.0001)).toBeGreaterThan(of(0.01));
  expect(evidenceOf(found, { familyName: 0.0001 }).familyName.weight).toBeGreaterThan(
    evidenceOf(found, { familyName: 0.01 }).familyName.weight,
  );
});

test.each([
  [
    'the same child with a misspelled name and a new home',
    { familyName: 'Thirlwel', postcode: 'DL1 1AA' },
    'same',
  ],
  ['a child known by a short form, in the mother’s name', { givenName: 'Alfie', familyName: 'Ord' }, 'same'],
  ['a sister', { givenName: 'Rosemary', sex: '2', dateOfBirth: calendarDate('2011-11-20') }, 'no'],
  ['a twin brother, who might be the same child by a middle name', { givenName: 'Stanley' }, 'look'],
  ['a twin sister', { givenName: 'Rosemary', sex: '2' }, 'no'],
  ['a namesake', { dateOfBirth: calendarDate('2009-11-20'), postcode: 'DL1 1AA', school: '114300' }, 'no'],
])('without an NHS number, %s is told as %s', (_, other, verdict) => {
  const { nhsNumber: _unknown, ...bare } = synthetic;
  const { probability } = scoreOf(likeness(bare, { ...bare, ...other }), county);
  expect(verdictOf(probability, { same: 0.99, look: 0.5 })).toBe(verdict);
});

const someDate = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
  .map((date) => calendarDate(date.toISOString().slice(0, 10)));
const someFacts: fc.Arbitrary<Facts> = fc.record(
  {
    givenName: fc.constantFrom('Jack', 'Jake', 'Jacob', 'Ann Marie', 'Annmarie', 'Zoë', 'Smith'),
    familyName: fc.constantFrom('Smith', 'Smyth', 'Ord-Smith', 'Jack', 'Wiśniewski', '王'),
    dateOfBirth: someDate,
    nhsNumber: fc.constantFrom(number, withSwap, nthTestNhsNumber(8000)),
    postcode: fc.constantFrom('DH1 1AB', 'DH1 1AD', 'DH1 4AB', 'DL14 1AB', 'ZZ99 3VZ'),
    school: fc.constantFrom('114001', '114002'),
    sex: fc.constantFrom('1', '2', '9', 'X'),
  },
  { requiredKeys: ['givenName', 'familyName', 'dateOfBirth'] },
);
const someShares = fc.record({
  givenName: fc.double({ min: 0, max: 1, noNaN: true }),
  familyName: fc.double({ min: 0, max: 1, noNaN: true }),
});

test('the score is the same either way round', () => {
  fc.assert(
    fc.property(someFacts, someFacts, (one, other) => {
      expect(scoreOf(likeness(one, other), county)).toEqual(scoreOf(likeness(other, one), county));
    }),
  );
});

test('no record scores higher than the very same one, however common the name', () => {
  fc.assert(
    fc.property(someFacts, someFacts, someShares, (one, other, shares) => {
      const known = Object.fromEntries(
        Object.keys(one).map((field) => [field, other[field as keyof Facts] ?? one[field as keyof Facts]]),
      ) as Facts;
      const itself = scoreOf(likeness(one, one), county, shares);
      expect(scoreOf(likeness(one, known), county, shares).score).toBeLessThanOrEqual(itself.score + 1e-9);
    }),
    { numRuns: 500 },
  );
});
