import fc from 'fast-check';
import { jaroWinkler } from './jaro-winkler.ts';
import { nameFrom } from './name.ts';

test.each([
  ['  JOSÉ ', 'jose'],
  ["O'Neill", 'oneill'],
  ['O’Neill', 'oneill'],
  ...['‘', 'ʼ', 'ʻ', '`', '´', '′', '＇'].map((mark): [string, string] => [`O${mark}Neill`, 'oneill']),
  ['Zoë', 'zoe'],
  ['Zoe\u0308', 'zoe'],
  ['علی\u200cرضا', 'علیرضا'],
  ['O Neill', 'neill'],
  ['Smith-Jones', 'smith jones'],
  ['van der Berg', 'berg'],
  ['De', 'de'],
  ['McKenna', 'mackenna'],
  ['MacKenna', 'mackenna'],
  ['Łąkowa', 'lakowa'],
  ['Müller', 'muller'],
  ['Muller', 'muller'],
  ['Strauß', 'strauss'],
  ['محمد', 'محمد'],
  ['👶', ''],
  ['\u0000', ''],
  ['', ''],
])('%j is compared as %j', (written, plain) => {
  expect(nameFrom(written).plain).toBe(plain);
});

test('a short form sounds like the full one too', () => {
  expect(nameFrom('Alfie').sounds).toEqual(expect.arrayContaining(nameFrom('Alfred').sounds));
});

test('a name in letters that have no phonetic code sounds like itself', () => {
  expect(nameFrom('محمد').sounds).toEqual(['محمد']);
});

test('any text makes a name, and a name made ready stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (written) => {
      const { plain } = nameFrom(written);
      expect(nameFrom(plain).plain).toBe(plain);
    }),
  );
});

test.each([
  ['martha', 'marhta', 0.961],
  ['dixon', 'dicksonx', 0.813],
  ['dwayne', 'duane', 0.84],
  ['abc', 'xyz', 0],
  ['', '', 0],
])('%s and %s are alike by %d, as Winkler’s own tables say', (one, other, expected) => {
  expect(jaroWinkler(one, other)).toBeCloseTo(expected, 3);
});

test('likeness is the same either way round, lies between 0 and 1, and is 1 for the same word', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcde'), minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(word, word, (one, other) => {
      const alike = jaroWinkler(one, other);
      expect(alike).toBe(jaroWinkler(other, one));
      expect(alike).toBeGreaterThanOrEqual(0);
      expect(alike).toBeLessThanOrEqual(1);
      expect(jaroWinkler(one, one)).toBe(1);
    }),
    { numRuns: 500 },
  );
});
