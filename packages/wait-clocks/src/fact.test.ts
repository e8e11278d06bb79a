import { Fact, Settings } from './index.ts';

const common = { factId: 'f1', referralId: 'A', on: '2025-03-10' };
const received = { type: 'referral-received', ...common, provider: 'RX3' };
const contact = { type: 'contact', ...common, attendance: '5', mechanism: '01' };

test.each<[string, object, string]>([
  ['a code that is too short', { ...contact, codes: ['12100'] }, 'has 6 to 18 digits'],
  ['a code with more before it', { ...contact, codes: ['x51484002'] }, 'has 6 to 18 digits'],
  ['a code with more after it', { ...contact, codes: ['51484002x'] }, 'has 6 to 18 digits'],
  ['an NHS number', { ...contact, codes: ['9990000107'] }, 'This is an NHS number'],
  ['a council area without its digits', { ...received, laCode: 'E0600004' }, 'like E06000047'],
  ['a council area in small letters', { ...received, laCode: 'e06000047' }, 'like E06000047'],
  ['a council area with more before it', { ...received, laCode: 'xE06000047' }, 'like E06000047'],
  ['a council area with more after it', { ...received, laCode: 'E060000471' }, 'like E06000047'],
  ['a council area of letters', { ...received, laCode: 'EABCDEFGH' }, 'like E06000047'],
  ['a source in words', { ...contact, recorded: from('The ward page') }, 'like pathway-page'],
  ['a source with more before it', { ...contact, recorded: from('-page') }, 'like pathway-page'],
  ['a source with more after it', { ...contact, recorded: from('page!') }, 'like pathway-page'],
])('%s is refused in words', (_, given, says) => {
  const { error } = Fact.safeParse(given);
  expect(error?.issues.map(({ message }) => message).join()).toContain(says);
});

function from(source: string) {
  return { at: '2025-03-10T09:00:00Z', source };
}

test.each<[string, object]>([
  ['a code', { ...contact, codes: ['51484002'] }],
  ['a long code', { ...contact, codes: ['1323681000000103'] }],
  ['a council area', { ...received, laCode: 'E06000047' }],
  ['a source', { ...contact, recorded: from('pathway-page') }],
  ['a day that an appointment is for', { type: 'appointment-booked', ...common, for: '2025-04-01' }],
  ['where care went', { type: 'transferred', ...common, to: 'RXP' }],
  ['who ended monitoring', { type: 'active-monitoring-ended', ...common, by: 'patient' }],
  ['who ended monitoring', { type: 'active-monitoring-ended', ...common, by: 'professional' }],
])('%s is kept', (_, given) => {
  expect(Fact.parse(given)).toEqual(given);
});

test.each(['0', '100', '6 months', 'x6', ''])('%s is no number of months', (months) => {
  const { error } = Settings.safeParse({ 'no-activity-months': months });
  expect(error?.issues[0]?.message).toBe('Write a number of months, like 6');
});

test.each(['1', '6', '12', '99'])('%s is a number of months', (months) => {
  expect(Settings.safeParse({ 'no-activity-months': months }).success).toBe(true);
});
