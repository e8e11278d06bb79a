import { ReferralReceived } from './fact.ts';
import { whyNotFourWeek } from './four-week-scope.ts';

const referral = (change: object) =>
  ReferralReceived.parse({
    ...{ type: 'referral-received', factId: 'f0', referralId: 'A', on: '2025-03-10' },
    ...{ provider: 'RX3', dateOfBirth: '2015-03-10', ...change },
  });

test.each<[object, string | null]>([
  [{}, null],
  [{ dateOfBirth: undefined }, 'the date of birth is not known, so neither is the age'],
  [{ dateOfBirth: '2007-03-11' }, null],
  [{ dateOfBirth: '2007-03-10' }, 'not aged 0 to 17 when the referral was received'],
  [{ dateOfBirth: '2025-03-10' }, null],
  [{ dateOfBirth: '2025-03-11' }, 'not aged 0 to 17 when the referral was received'],
  [{ laCode: 'E06000047' }, null],
  [{ laCode: 'W06000015' }, 'the home is outside England'],
  [{ inpatient: false }, null],
  [{ inpatient: true }, 'the referral has a hospital stay'],
  [{ provider: 'DFC' }, 'the provider is an online service, counted apart'],
  [{ provider: 'S9X2N' }, 'the provider is an online service, counted apart'],
  [{ team: 'A18' }, null],
  [{ team: 'A18', priority: '3' }, null],
  [{ team: 'A18', priority: '2' }, 'urgent at a single point of access: the crisis standard applies'],
  [{ team: 'C10', priority: '2' }, null],
  [{ primaryReason: '12' }, 'eating disorder: its own standard applies'],
  [{ primaryReason: '12', team: 'A18' }, null],
  [{ primaryReason: '12', team: 'F01' }, null],
  [{ primaryReason: '01' }, null],
  [{ primaryReason: '01', team: 'A14' }, 'first psychosis: its own standard applies'],
])('%j: %s', (change, why) => {
  expect(whyNotFourWeek(referral(change))).toBe(why);
});

test.each(['A02', 'A03', 'A04', 'A11', 'A19', 'A20', 'A21', 'A22', 'A23', 'A24', 'A25', 'C05'])(
  'the team %s has another standard',
  (team) => {
    expect(whyNotFourWeek(referral({ team }))).toBe(
      'a crisis, liaison or acute team: its own standard applies',
    );
  },
);

test.each(['E02', 'E03', 'E04'])('the team %s is left out', (team) => {
  expect(whyNotFourWeek(referral({ team }))).toBe('a team that the standard leaves out');
});
