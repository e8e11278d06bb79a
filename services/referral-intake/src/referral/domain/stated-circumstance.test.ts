import { circumstanceWritten, StatedCircumstance, StatedCircumstances } from './stated-circumstance.ts';

test.each([
  ['looked-after', { id: 'looked-after' }],
  ['exclusion-risk@2026-02-10', { id: 'exclusion-risk', since: '2026-02-10' }],
  ['looked-after/social-care', { id: 'looked-after', knownFrom: 'social-care' }],
  [' young-carer @ 2026-02-10 / family ', { id: 'young-carer', since: '2026-02-10', knownFrom: 'family' }],
])('%j is read', (text, meant) => {
  const read = StatedCircumstance.parse(text);
  expect(read).toEqual(meant);
  expect(StatedCircumstance.parse(circumstanceWritten(read))).toEqual(read);
});

test.each([
  ['left-handed', 'must be one of'],
  ['', 'must be one of'],
  ['looked-after@yesterday', 'real date'],
  ['looked-after@2026-02-30', 'real date'],
  ['looked-after/hearsay', 'How it is known must be one of'],
  ['looked-after/family/school', 'must be one of'],
  ['looked-after@2026-02-10@2026-02-11', 'must be one of'],
])('%j is refused with what is allowed', (text, says) => {
  expect(StatedCircumstance.safeParse(text).error?.issues[0]?.message).toContain(says);
});

test('a circumstance is stated once', () => {
  expect(StatedCircumstances.safeParse(['looked-after', 'looked-after/family'])).toMatchObject({
    success: false,
  });
});
