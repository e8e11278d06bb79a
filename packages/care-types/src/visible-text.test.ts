import fc from 'fast-check';
import { visibleText } from './index.ts';

it.each([
  ['a zero-width space in a name', 'Ay\u200ba', 'Aya'],
  ['a byte order mark and a soft hyphen', '\ufeffDurham\u00ad', 'Durham'],
  ['marks of direction around a number', '\u202a999 000 0018\u202c', '999 000 0018'],
  ['joiners among digits and Latin letters', 'X12\u200d3\u200c4', 'X1234'],
  ['letters that show nothing', '\u3164Aya\u115f', 'Aya'],
  ['spaces of other widths', 'Aya\u00a0Demo\u2009\u3000X', 'Aya Demo  X'],
  ['the joiner that a Persian name is written with', 'علی\u200cرضا', 'علی\u200cرضا'],
  ['the joiner of a script of India', 'ක්\u200dර', 'ක්\u200dර'],
  ['a joiner at the end of a name', 'علی\u200c', 'علی'],
  ['a family of one picture', '👩\u200d👧', '👩\u200d👧'],
  ['letters with marks, composed and apart, as typed', 'Zoë Zoe\u0308', 'Zoë Zoe\u0308'],
  ['line ends and tabs', 'a\r\n\tb', 'a\r\n\tb'],
])('%s', (_what, typed, seen) => {
  expect(visibleText(typed)).toBe(seen);
});

it('leaves what it has made as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
      const seen = visibleText(typed);
      expect(visibleText(seen)).toBe(seen);
    }),
  );
});
