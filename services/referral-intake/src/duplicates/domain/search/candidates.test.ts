import { calendarDate, nthTestNhsNumber } from '@waymark/care-types';
import fc from 'fast-check';
import { blocks } from './blocks.ts';
import { duplicateCandidates, durhamDuplicates } from './candidates.ts';
import type { Facts } from './comparable.ts';

const holding = (people: Readonly<Record<string, Facts>>) => {
  const candidates = duplicateCandidates<string>('a key for tests', durhamDuplicates);
  for (const [personId, facts] of Object.entries(people)) candidates.set(personId, facts);
  return candidates;
};

const alfred: Facts = {
  givenName: 'Alfred',
  familyName: 'Thirlwell',
  dateOfBirth: calendarDate('2014-03-08'),
  nhsNumber: nthTestNhsNumber(7),
  postcode: 'DH1 1AB',
  school: '114001',
  sex: '1',
};
const stranger: Facts = {
  givenName: 'Rosemary',
  familyName: 'Ord',
  dateOfBirth: calendarDate('2009-11-27'),
  postcode: 'SR8 2XY',
};

test('a child is found under another spelling, with the reasons', () => {
  const found = holding({ alfred, stranger }).candidatesFor({
    ...alfred,
    givenName: 'Alfie',
    familyName: 'Thirwell',
    nhsNumber: undefined,
  });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    personId: 'alfred',
    verdict: 'same',
    why: {
      givenName: { level: 'short form' },
      familyName: { level: 'spelling' },
      nhsNumber: { level: 'not known', weight: 0 },
    },
  });
});

test('two double names with one half in common are that, and not one name misspelled', () => {
  const found = holding({ alfred: { ...alfred, familyName: 'Ushaw-Brandon' } }).candidatesFor({
    ...alfred,
    familyName: 'Ushaw-Burnhope',
  });
  expect(found).toMatchObject([{ why: { familyName: { level: 'part' } } }]);
});

test('the same NHS number is shown to a person, whatever else differs', () => {
  const found = holding({ alfred }).candidatesFor({ ...stranger, nhsNumber: alfred.nhsNumber });
  expect(found).toMatchObject([{ personId: 'alfred', verdict: 'look' }]);
});

test('a number with two digits swapped finds the child, though nothing else would', () => {
  const { nhsNumber = '' } = alfred;
  const swapped = `${nhsNumber.slice(0, 8)}${nhsNumber[9]}${nhsNumber[8]}`;
  const [found] = holding({ alfred }).candidatesFor({
    ...alfred,
    familyName: 'Ord',
    dateOfBirth: calendarDate('2014-08-03'),
    postcode: undefined,
    nhsNumber: swapped,
  });
  expect(found).toMatchObject({ personId: 'alfred', why: { nhsNumber: { level: 'two digits swapped' } } });
});

test('a child is not a duplicate of itself', () => {
  expect(holding({ alfred }).candidatesFor(alfred, 'alfred')).toEqual([]);
});

test('what has changed is found as it now is, and no longer as it was', () => {
  const candidates = holding({ alfred });
  candidates.set('alfred', stranger);
  expect(candidates.size()).toBe(1);
  expect(candidates.candidatesFor(alfred)).toEqual([]);
  expect(candidates.candidatesFor(stranger)).toMatchObject([{ personId: 'alfred' }]);
});

test('who is removed is found no more', () => {
  const candidates = holding({ alfred, stranger });
  candidates.remove('alfred');
  candidates.remove('nobody');
  expect(candidates.size()).toBe(1);
  expect(candidates.candidatesFor(alfred)).toEqual([]);
});

test('at most twenty are shown, likeliest first', () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`child ${n}`, alfred]));
  const found = holding({ ...many, best: alfred }).candidatesFor(alfred);
  expect(found).toHaveLength(20);
  const scores = found.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test('a name of two thousand letters or five hundred words, and a number of any length, are looked for at once', () => {
  const candidates = holding({ alfred });
  const long = { ...alfred, givenName: 'a'.repeat(2000), familyName: 'Ord Smith Lee '.repeat(170) };
  candidates.set('long', { ...long, nhsNumber: '9'.repeat(2000) });
  expect(candidates.candidatesFor(long).map(({ personId }) => personId)).toContain('long');
});

const someFacts: fc.Arbitrary<Facts> = fc.record(
  {
    givenName: fc.constantFrom('Jack', 'Jake', 'Olivia', 'Zoë', 'Alfie', '👶'),
    familyName: fc.constantFrom('Smith', 'Smyth', 'Ord', 'Ord-Smith', '王', ''),
    dateOfBirth: fc.constantFrom('2014-03-08', '2014-08-03', '2011-01-01').map((date) => calendarDate(date)),
    nhsNumber: fc.integer({ min: 0, max: 5 }).map((n) => nthTestNhsNumber(n)),
    postcode: fc.constantFrom('DH1 1AB', 'DH1 1AD', 'SR8 2XY'),
    school: fc.constantFrom('114001', '114002'),
    sex: fc.constantFrom('1', '2'),
  },
  { requiredKeys: ['givenName', 'familyName', 'dateOfBirth'] },
);
const someRegister = fc.array(someFacts, { minLength: 1, maxLength: 15 });

test('the order in which children came does not matter, nor does who came and went', () => {
  fc.assert(
    fc.property(someRegister, someRegister, someFacts, (people, gone, asked) => {
      const numbered = people.map((facts, number): [string, Facts] => [`child ${number}`, facts]);
      const one = holding(Object.fromEntries(numbered));
      const other = holding(Object.fromEntries(gone.map((facts, number) => [`gone ${number}`, facts])));
      for (const [personId, facts] of numbered.toReversed()) other.set(personId, facts);
      for (const number of gone.keys()) other.remove(`gone ${number}`);
      expect(other.candidatesFor(asked)).toEqual(one.candidatesFor(asked));
    }),
  );
});

test('a child with the same NHS number is always among the candidates', () => {
  fc.assert(
    fc.property(someRegister, someFacts, (people, asked) => {
      fc.pre(asked.nhsNumber !== undefined);
      const candidates = holding(Object.fromEntries(people.entries()));
      const found = new Set(candidates.candidatesFor(asked).map(({ personId }) => personId));
      for (const [number, { nhsNumber }] of people.entries()) {
        if (nhsNumber === asked.nhsNumber) expect(found).toContain(String(number));
      }
    }),
  );
});

test('blocks hold what a map of sets would, through growth and removal', () => {
  const step = fc.record({ add: fc.boolean(), key: fc.integer({ min: 0, max: 7 }), slot: fc.nat(2000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3000, size: 'max' }), (steps) => {
      const found = blocks();
      const model = new Map<number, Set<number>>();
      for (const { add, key, slot } of steps) {
        const under = model.get(key) ?? new Set();
        model.set(key, under);
        if (add === under.has(slot)) continue;
        if (add) {
          under.add(slot);
          found.add(key, slot);
        } else {
          under.delete(slot);
          found.remove(key, slot);
        }
      }
      for (const [key, under] of model) {
        const seen: number[] = [];
        found.each(key, (slot) => seen.push(slot));
        expect(seen.toSorted((a, b) => a - b)).toEqual([...under].toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 30 },
  );
});
