import { choices } from './choices.ts';

test('words by their code, and the entries of a code list, are offered in their order', () => {
  const offered = [
    { value: 'yes', text: 'They agree' },
    { value: 'no', text: 'They do not agree' },
  ];
  expect(choices({ yes: 'They agree', no: 'They do not agree' })).toEqual(offered);
  expect(
    choices([
      { code: 'yes', text: 'They agree', note: 'is not offered' } as { code: string; text: string },
      { code: 'no', text: 'They do not agree' },
    ]),
  ).toEqual(offered);
  expect(choices({})).toEqual([]);
});
