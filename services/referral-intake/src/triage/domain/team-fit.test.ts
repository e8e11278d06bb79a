import { ageOn, addDays, calendarDate, entriesOn, primaryReason, teamType } from '@waymark/care-types';
import fc from 'fast-check';
import { readTeams } from '../adapters/read-teams.ts';
import { misfits, teamName, Teams, teamsFor } from './team-fit.ts';

const on = calendarDate('2026-12-01');
const teams = readTeams();
type About = Parameters<typeof misfits>[1];
type Reason = About['primaryReason'];

function child(age: number, reason: Reason, more: Partial<About> = {}): About {
  return {
    dateOfBirth: calendarDate(`${2026 - age}-01-15`),
    primaryReason: reason,
    otherReasons: [],
    circumstances: [],
    service: 'autism-assessment',
    ...more,
  };
}

describe('whom each team sees, as it is set', () => {
  test.each([
    ['C01', child(8, '25'), []],
    ['C01', child(3, '25'), ['This team sees ages 5 to 17. This child is 3.']],
    ['C01', child(18, '25'), ['This team sees ages 5 to 17. This child is 18.']],
    ['C04', child(5, '24'), []],
    ['C04', child(17, '25'), []],
    ['C10', child(14, '05'), ['This team sees: Eating disorder. The reason of this referral is: Anxiety.']],
    ['C10', child(14, '05', { otherReasons: ['12'] }), []],
    ['A14', child(13, '01'), ['This team sees ages 14 to 65. This child is 13.']],
    ['A14', child(14, '01'), []],
    ['A18', child(1, '25'), []],
    [
      'C06',
      child(9, '05'),
      ['This team sees children with: Looked after by a council. That is not recorded for this child.'],
    ],
    ['C06', child(9, '05', { circumstances: [{ id: 'looked-after', source: 'referrer' }] }), []],
    ['F01', child(4, '05'), ['This team sees ages 5 to 18. This child is 4.']],
    ['A06', child(16, '04'), ['This team sees ages 18 and over. This child is 16.']],
    // A reason that is not known rules no team out.
    ['C10', child(14, 'X'), []],
    // Of a team that is not set, nothing is known.
    ['Z01', child(14, '05'), []],
  ] as const)('%s %#', (team, about, says) => {
    expect(misfits(team, about, { teams, on })).toEqual(says);
  });

  test('each team in use is in one group, each group is in alphabetical order, and what fits comes first', () => {
    const reasons = primaryReason.entries.map(({ code }) => code);
    fc.assert(
      fc.property(fc.constantFrom(...reasons), fc.integer({ min: 0, max: 25 * 365 }), (reason, days) => {
        const about = child(0, reason, { dateOfBirth: addDays(on, -days) });
        const { seeIt, notSet, doNot } = teamsFor(about, { teams, on });
        const codes = [...seeIt, ...notSet, ...doNot].map(({ code }) => code);
        expect(codes.toSorted()).toEqual(
          entriesOn(teamType, on)
            .map(({ code }) => code)
            .toSorted(),
        );
        for (const group of [seeIt, notSet, doNot])
          expect(group).toEqual(group.toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB')));
        for (const { code } of doNot) expect(misfits(code, about, { teams, on })).not.toEqual([]);
        // A single point of access takes whoever comes, so nobody is without a team.
        expect(seeIt.map(({ code }) => code)).toContain('A18');
        for (const { code } of seeIt) {
          const { ageFrom = 0, ageTo = 120 } = teams.get(code) ?? {};
          expect(ageOn(about.dateOfBirth, on)).toBeGreaterThanOrEqual(ageFrom);
          expect(ageOn(about.dateOfBirth, on)).toBeLessThanOrEqual(ageTo);
        }
      }),
    );
  });

  test.each([
    [{ team: 'C01', sees: { ageFrom: 9, ageTo: 5 } }],
    [{ team: 'C99', sees: {} }],
    [{ team: 'C01', sees: { reasons: ['17'] } }],
    [{ team: 'C01', sees: { reasons: [] } }],
  ])('a list that says %j is refused', (team) => {
    expect(Teams.safeParse({ source: '', teams: [team] }).success).toBe(false);
  });

  test('a team stands once', () => {
    const twice = [
      { team: 'C01', sees: {} },
      { team: 'C01', sees: {} },
    ];
    expect(Teams.safeParse({ source: '', teams: twice }).success).toBe(false);
  });
});

test.each([
  ['C01', 'Autism team'],
  ['A18', 'Single point of access'],
  ['A06', 'Community mental health team'],
  ['F01', 'Mental health support team in schools'],
])('%s is called %s in a sentence', (team, name) => {
  expect(teamName(team as 'C01')).toBe(name);
});
