import { personName, Phone } from './text.ts';

test.each([
  ['01632 960 001', '01632 960 001'],
  ['(01632) 960-001', '01632 960 001'],
  ['01632.960.001', '01632 960 001'],
  ['+44 (0)1632 960 001', '+44 1632 960 001'],
  ['+44(0)1632960001', '+44 1632960001'],
  ['0044 1632 960001', '+44 1632 960001'],
  ['01632–960001', '01632 960001'],
  ['01632 960001 ext. 12', '01632 960001 ext 12'],
  ['Tel: 01632 960001 x12', '01632 960001 ext 12'],
])('the phone number %s is taken as %s', (typed, taken) => {
  expect(Phone.parse(typed)).toBe(taken);
});

test.each(['', '12345', 'ring my mum', '01632 960001 or 960002', '+44 (0) none', '1'.repeat(16)])(
  '"%s" is no phone number, and it is said how one is written',
  (typed) => {
    expect(Phone.safeParse(typed).error?.issues[0]?.message).toContain('like 01632 960 001');
  },
);

test.each(['.', '-', '123', '?', '\u0301'])('"%s" is no name', (typed) => {
  expect(personName('The name').safeParse(typed).error?.issues[0]?.message).toBe(
    'The name must have at least one letter',
  );
});

test.each(["O'Neill", 'O’Neill', 'Oʼneill', 'Zoë', 'Zoe\u0308', 'Nguyễn', '王', 'علی\u200cرضا'])(
  'the name %s is kept as typed',
  (typed) => {
    expect(personName('The name').parse(typed)).toBe(typed);
  },
);
