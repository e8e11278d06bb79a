import { ageOn } from '@waymark/care-types';
import type { ReferralReceived } from './fact.ts';

/** Kooth and Tellmi, which are online and counted apart. */
export const onlineProviders: ReadonlySet<string> = new Set(['DFC', 'S9X2N']);
const CRISIS_AND_LIAISON_TEAMS = new Set<string>([
  ...['A02', 'A03', 'A04', 'A11', 'A19', 'A20', 'A21', 'A22', 'A23', 'A24', 'A25', 'C05'],
]);
const OTHER_EXCLUDED_TEAMS = new Set<string>(['E02', 'E03', 'E04']);

type Exclusion = (referral: ReferralReceived) => string | null;

const age: Exclusion = ({ dateOfBirth, on }) => {
  if (dateOfBirth === undefined) return 'the date of birth is not known, so neither is the age';
  const years = ageOn(dateOfBirth, on);
  return years >= 0 && years <= 17 ? null : 'not aged 0 to 17 when the referral was received';
};

const place: Exclusion = ({ laCode }) =>
  laCode === undefined || laCode.startsWith('E') ? null : 'the home is outside England';

const hospital: Exclusion = ({ inpatient }) =>
  inpatient === true ? 'the referral has a hospital stay' : null;

const onlineProvider: Exclusion = ({ provider }) =>
  onlineProviders.has(provider) ? 'the provider is an online service, counted apart' : null;

const urgentSinglePoint: Exclusion = ({ team, priority }) =>
  team === 'A18' && priority !== undefined && priority !== '3'
    ? 'urgent at a single point of access: the crisis standard applies'
    : null;

const eatingDisorder: Exclusion = ({ primaryReason, team }) =>
  primaryReason === '12' && team !== 'A18' && team !== 'F01'
    ? 'eating disorder: its own standard applies'
    : null;

const firstPsychosis: Exclusion = ({ primaryReason, team }) =>
  primaryReason === '01' && team === 'A14' ? 'first psychosis: its own standard applies' : null;

const otherTeam: Exclusion = ({ team }) => {
  if (team === undefined) return null;
  if (CRISIS_AND_LIAISON_TEAMS.has(team)) return 'a crisis, liaison or acute team: its own standard applies';
  return OTHER_EXCLUDED_TEAMS.has(team) ? 'a team that the standard leaves out' : null;
};

const exclusions: readonly Exclusion[] = [
  age,
  place,
  hospital,
  onlineProvider,
  urgentSinglePoint,
  eatingDisorder,
  firstPsychosis,
  otherTeam,
];

/**
 * Why the four-week standard for children and young people does not look at a referral, in words; null where it does.
 * NHS England Mental Health Monthly Statistics, CYP referral spells (MRS08), who is in scope.
 */
export function whyNotFourWeek(referral: ReferralReceived): string | null {
  for (const excludes of exclusions) {
    const why = excludes(referral);
    if (why !== null) return why;
  }
  return null;
}
