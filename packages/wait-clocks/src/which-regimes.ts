import { ageOn } from '@waymark/care-types';
import type { RegimeId } from './clock.ts';
import type { ReferralReceived } from './fact.ts';
import { whyNotFourWeek } from './four-week-scope.ts';

type Test = (referral: ReferralReceived) => boolean;

/** Age in whole years on the day on which the referral was received; undefined where the date of birth is not known. */
export function ageAtReferral({ dateOfBirth, on }: ReferralReceived): number | undefined {
  return dateOfBirth === undefined ? undefined : ageOn(dateOfBirth, on);
}

const aged =
  (from: number, to: number): Test =>
  (referral) => {
    const age = ageAtReferral(referral);
    return age !== undefined && age >= from && age <= to;
  };
const minor = aged(0, 17);
const adult = aged(18, 200);
/** NICE CG128 is for those under 19. */
const under19 = aged(0, 18);

const crisisTeams = new Set<string | undefined>(['A02', 'A18', 'A19']);
const adultCommunityTeams = new Set<string | undefined>([
  ...['A05', 'A06', 'A08', 'A09', 'A12', 'A13', 'A16', 'C10'],
]);

const suspectedAutism: Test = ({ primaryReason, otherReasons }) =>
  primaryReason === '25' || (otherReasons?.includes('25') ?? false);
const eatingDisorder: Test = (referral) =>
  referral.primaryReason === '12' &&
  referral.team !== 'A18' &&
  referral.team !== 'F01' &&
  referral.inpatient !== true &&
  minor(referral);
/** An eating disorder is urgent by these priorities; one without a priority is routine. */
const isUrgent: Test = ({ priority }) => priority === '1' || priority === '2' || priority === '4';

const consultantLed: Test = ({ service }) =>
  service !== undefined &&
  service.includes('consultant-led') &&
  !service.includes('community-paediatrics') &&
  !service.includes('not-nhs-commissioned');
/** A crisis seen at once is no elective wait: it has no clock until somebody refers for planned care. */
const isElective: Test = ({ priority }) => priority !== '1';

/**
 * Which rules hold for a referral, from what it says: the table of docs/specs/clocks.md §0.1. Several may hold at once. The
 * advice for an education, health and care plan follows from its request alone.
 */
export const holdsFor: Readonly<Record<RegimeId, Test>> = {
  'eip-2-weeks': ({ team, primaryReason }) => team === 'A14' && primaryReason === '01',
  'eating-disorder-urgent': (referral) => eatingDisorder(referral) && isUrgent(referral),
  'eating-disorder-routine': (referral) => eatingDisorder(referral) && !isUrgent(referral),
  'crisis-emergency': ({ team, priority }) => priority === '1' && crisisTeams.has(team),
  'crisis-very-urgent-4h': ({ team, priority }) => priority === '4' && crisisTeams.has(team),
  'crisis-urgent-24h': ({ team, priority }) => priority === '2' && crisisTeams.has(team),
  'liaison-1h': ({ team, source }) => source === 'H1' && (team === 'A11' || team === 'C05'),
  'cyp-4-week': (referral) => whyNotFourWeek(referral) === null,
  'autism-13-weeks': suspectedAutism,
  'autism-nice-3-months': (referral) => suspectedAutism(referral) && under19(referral),
  'adhd-age': ({ primaryReason }) => primaryReason === '24',
  'community-paediatrics': ({ service }) => service?.includes('community-paediatrics') ?? false,
  'rtt-18-weeks': (referral) => consultantLed(referral) && isElective(referral),
  'local-18-weeks': (referral) => !consultantLed(referral) && isElective(referral),
  'adult-4-week': (referral) => adultCommunityTeams.has(referral.team) && adult(referral),
  'ehc-advice-6-weeks': () => true,
};
