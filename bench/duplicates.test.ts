import { fillAndSearch, measured } from './duplicates-quality.ts';
import { labelledPeople } from './labelled-people.ts';

const people = labelledPeople(20260701, { held: 20_000, asked: 3000 });
const { searched } = fillAndSearch(people);

test('of the duplicates in a labelled set, so many are found, and so many that are shown are true', () => {
  const look = measured(searched, 0.5);
  expect(look.recall).toBeGreaterThan(0.97);
  expect(look.precision).toBeGreaterThan(0.95);
});

test('what is called the same child is so', () => {
  const same = measured(searched, 0.99);
  expect(same.precision).toBeGreaterThan(0.99);
  expect(same.recall).toBeGreaterThan(0.93);
});

test('blocks lose hardly a pair', () => {
  expect(searched.reached).toBeGreaterThan(0.985);
});

test('the labelled set is the same for the same seed, and its numbers are never issued to anybody', () => {
  const [one, other] = [
    labelledPeople(3, { held: 50, asked: 30 }),
    labelledPeople(3, { held: 50, asked: 30 }),
  ];
  expect(one).toEqual(other);
  for (const { nhsNumber } of one.held) expect(nhsNumber ?? '999').toMatch(/^999/);
});
