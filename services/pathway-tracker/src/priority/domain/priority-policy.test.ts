import { circumstances } from '@waymark/care-types';
import { priorityPolicy } from './priority-policy.ts';

const published = circumstances.filter(({ source }) => !source.startsWith('No published list'));

test('every circumstance that a published list names asks for a review, and no other', () => {
  expect(Object.keys(priorityPolicy.flags).toSorted()).toEqual(published.map(({ id }) => id).toSorted());
});

test('serious risk is among them, and must be looked at again soonest', () => {
  for (const { id } of circumstances.filter(({ sameDayRisk }) => sameDayRisk))
    expect(priorityPolicy.flags[id]).toBeLessThanOrEqual(90);
});

test('a decision is due within five working days', () => {
  expect(priorityPolicy.reviewWithinWorkingDays).toBe(5);
});
