import { ageOn, birthday, calendarDate } from '@waymark/care-types';
import { bandsUpTo } from '../bands.ts';
import { lastDayOfMechanism03, treatsEatingDisorder } from '../eating-disorder-codes.ts';
import type { Finding } from '../evidence.ts';
import { isAged } from '../age-at-referral.ts';
import type { ReferralReceived } from '../fact.ts';
import { defineRegime, type Regime, type Wait } from '../regime.ts';
import type { CaseHistory, Referral } from '../case-history.ts';
import { firstSeen } from '../rules/seen.ts';
import { untilStopped } from '../rules/until-seen.ts';

const SOURCE =
  'NHS England Mental Health Monthly Statistics, eating disorder waiting times; access and waiting time standard';

/** Face to face, telephone, video; 03 until it ended, talk type from April 2025. */
const ways = new Set(['01', '02', '11', '03', '04']);
const firstDayOfTalkType = calendarDate('2025-04-01');
const bands = bandsUpTo(
  [
    [7, '0-1'],
    [28, '1-4'],
    [84, '4-12'],
  ],
  '>12',
);

function treatmentBegan({ received, contacts }: Referral, prefix: string): Finding | null {
  const contact = firstSeen(
    contacts,
    received.on,
    ways,
    ({ mechanism, codes, on }) =>
      (mechanism !== '03' || on <= lastDayOfMechanism03) &&
      (mechanism !== '04' || on >= firstDayOfTalkType) &&
      treatsEatingDisorder(codes, on),
  );
  if (contact === undefined) return null;
  return {
    rule: `${prefix}-treatment`,
    source: SOURCE,
    says: 'First contact at which the child was seen and treated for the eating disorder',
    facts: [contact.factId],
    on: contact.on,
  };
}

/**
 * Whoever turns 18 while still waiting leaves those still waiting, and is reported apart. The age at referral decides for
 * those who were treated: MHMS, eating disorder waiting times.
 */
function cameOfAge(wait: Wait, { received }: Referral, { asOf }: CaseHistory, prefix: string): Wait {
  const { dateOfBirth } = received;
  if (dateOfBirth === undefined || wait.state === 'stopped') return wait;
  if (ageOn(dateOfBirth, wait.stop ?? asOf) < 18) return wait;
  const turned18 = birthday(dateOfBirth, 18);
  const kept = wait.state === 'running' ? wait.evidence : wait.evidence.slice(0, -1);
  const turned: Finding = {
    rule: `${prefix}-turned-18`,
    source: SOURCE,
    says: 'Turned 18 while waiting: no longer among those still waiting, and reported apart',
    facts: [received.factId],
    on: turned18,
  };
  return { ...wait, stop: turned18, state: 'ended', evidence: [...kept, turned] };
}

/** What one of the two regimes is, beside what they share. */
type EatingDisorderRegime<Id extends string> = Pick<
  Regime<Id>,
  'id' | 'title' | 'shortTitle' | 'appliesTo'
> & { prefix: string; days: number; scope: string };

function eatingDisorderRegime<const Id extends string>({
  prefix,
  days,
  scope,
  ...regime
}: EatingDisorderRegime<Id>): Regime<Id> {
  const waitOf = untilStopped({ prefix, source: SOURCE, scope });
  return defineRegime({
    ...regime,
    limit: { days },
    bands: () => bands,
    holds: { from: calendarDate('2016-01-01'), until: null },
    source: SOURCE,
    section: '§2.2',
    needs: [
      {
        needed: {
          code: 'contact-at-which-the-child-is-seen',
          short: 'a contact at which the child is seen',
          says: 'A contact at which the child is seen, with a treatment for the eating disorder',
        },
      },
    ],
    waits: (history, _settings, inScope) =>
      inScope.map((referral) =>
        cameOfAge(waitOf(referral, history, treatmentBegan(referral, prefix)), referral, history, prefix),
      ),
  });
}

const hasEatingDisorder = (received: ReferralReceived): boolean =>
  received.primaryReason === '12' &&
  received.team !== 'A18' &&
  received.team !== 'F01' &&
  received.inpatient !== true &&
  isAged(received, 0, 17);
/** Whether it would be under one of the two, if its priority were known. */
export function lacksPriority(received: ReferralReceived): boolean {
  return received.priority === undefined && hasEatingDisorder(received);
}

const isUrgent = ({ priority }: ReferralReceived): boolean =>
  priority === '1' || priority === '2' || priority === '4';

/** Treatment of an eating disorder within one week, where the referral is urgent. */
export const eatingDisorderUrgent = eatingDisorderRegime({
  id: 'eating-disorder-urgent',
  title: 'Eating disorder, urgent: one week to treatment',
  shortTitle: 'Eating disorder, urgent',
  prefix: 'edu',
  days: 7,
  scope: 'Eating disorder, aged 17 or under, urgent (priority 1, 2 or 4)',
  appliesTo: (received) => hasEatingDisorder(received) && isUrgent(received),
});

/** Treatment of an eating disorder within four weeks, where the referral is routine: what has no priority is a finding. */
export const eatingDisorderRoutine = eatingDisorderRegime({
  id: 'eating-disorder-routine',
  title: 'Eating disorder, routine: four weeks to treatment',
  shortTitle: 'Eating disorder',
  prefix: 'edr',
  days: 28,
  scope: 'Eating disorder, aged 17 or under, routine (priority 3)',
  appliesTo: (received) => hasEatingDisorder(received) && received.priority === '3',
});
