import { regimes } from '@waymark/wait-clocks';
import { pathway } from '../../testing/pathway.ts';
import { nextStep, nextStepOf, stepInWords } from './next-step.ts';

test('a wait needs what its clock that is due first needs first, by its code and in words', () => {
  const wait = pathway({ service: 'camhs-community', circumstances: [] });
  expect(nextStep(wait)).toBe('first-contact');
  expect(nextStepOf(wait)).toEqual({ text: 'A first contact', by: null });
  expect(stepInWords('first-contact')).toBe('First contact');
});

test('every need of a regime has its words, and a code that is known no more is shown as it is', () => {
  for (const { needs } of Object.values(regimes))
    for (const { needed } of needs) expect(stepInWords(needed.code)).not.toBe(needed.code);
  expect(stepInWords('sing-a-song')).toBe('sing-a-song');
});
