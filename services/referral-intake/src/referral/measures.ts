import { todayInLondon, workingDaysSince, type CalendarDate, type Clock } from '@waymark/care-types';
import type { AggregateStore, Comparable } from '@waymark/aggregate-store';
import { databaseGauges } from '@waymark/service-base';
import type { Registry } from 'prom-client';
import type { ReferralRecord } from './domain/referral-record.ts';

type Measured = {
  referrals: AggregateStore<ReferralRecord>;
  /** Within how many working days a team decides. */
  decideWithin: number;
  clock: Clock;
};

type Counted = { label: string; count: number };
type Outcome = { waitingFor: string; outcome: string; count: number };
type Figures = {
  sources: Counted[];
  outcomes: Outcome[];
  undecided: { waitingFor: string; workingDays: number; count: number }[];
  unanswered: Counted[];
};

/** 1, 2, 5, 10, 20, 40 and 60 working days. */
export const triageBounds = [1, 2, 5, 10, 20, 40, 60];

/**
 * What stands now, with ages as a gauge histogram written as plain gauges: referrals by source alone, and by service and
 * outcome alone, so that no small group is told; and how long referrals wait for a decision. No identifiers.
 */
export function referralMeasures(registry: Registry, measured: Measured): void {
  const gauge = databaseGauges(registry, measured.clock, () => figuresOf(measured));

  gauge('waymark_referrals_received', 'Referrals held, by who asked', ['source'], (add, { sources }) =>
    sources.forEach(({ label, count }) => add({ source: label }, count)),
  );
  gauge(
    'waymark_referrals',
    'Referrals held, by what became of them',
    ['waiting_for', 'outcome'],
    (add, { outcomes }) =>
      outcomes.forEach(({ waitingFor, outcome, count }) => add({ waiting_for: waitingFor, outcome }, count)),
  );
  gauge(
    'waymark_triage_age_working_days_bucket',
    'Referrals that no team has decided about, by working days since they were received',
    ['waiting_for', 'le'],
    (add, { undecided }) =>
      undecided.forEach(({ waitingFor, workingDays, count }) => {
        for (const bound of triageBounds)
          add({ waiting_for: waitingFor, le: String(bound) }, workingDays <= bound ? count : 0);
        add({ waiting_for: waitingFor, le: '+Inf' }, count);
      }),
  );
  gauge(
    'waymark_triage_age_working_days_gcount',
    'Referrals that no team has decided about',
    ['waiting_for'],
    (add, { undecided }) =>
      undecided.forEach(({ waitingFor, count }) => add({ waiting_for: waitingFor }, count)),
  );
  gauge(
    'waymark_triage_age_working_days_gsum',
    'Working days since they were received, together',
    ['waiting_for'],
    (add, { undecided }) =>
      undecided.forEach(({ waitingFor, workingDays, count }) =>
        add({ waiting_for: waitingFor }, workingDays * count),
      ),
  );
  gauge(
    'waymark_triage_overdue',
    'Referrals that no team has decided about within the working days set for it',
    ['waiting_for'],
    (add, { undecided }) =>
      undecided.forEach(({ waitingFor, workingDays, count }) =>
        add({ waiting_for: waitingFor }, workingDays > measured.decideWithin ? count : 0),
      ),
  );
  gauge(
    'waymark_referrals_returned_without_answer',
    'Referrals returned for information whose answer has not come by its date',
    ['waiting_for'],
    (add, { unanswered }) => unanswered.forEach(({ label, count }) => add({ waiting_for: label }, count)),
  );
}

async function figuresOf({ referrals, clock }: Measured): Promise<Figures> {
  const today = todayInLondon(clock);
  const undecided = { 'state.closedOn': null, 'state.referral.status': { $in: ['received', 'returned'] } };
  const [sources, outcomes, waiting, unanswered] = await Promise.all([
    referrals.countBy({}, ['state.referral.source']),
    referrals.countBy({}, ['state.referral.service', 'state.referral.status']),
    referrals.countBy(undecided, ['state.referral.service', 'state.referral.receivedOn']),
    referrals.countBy(
      { ...undecided, 'state.referral.status': 'returned', 'state.referral.answerBy': { $lt: today } },
      ['state.referral.service'],
    ),
  ]);
  return {
    sources: sources.map(({ values: [source], count }) => ({ label: word(source), count })),
    outcomes: outcomes.map(({ values: [service, status], count }) => ({
      ...{ waitingFor: word(service), outcome: word(status), count },
    })),
    undecided: waiting.map(({ values: [service, receivedOn], count }) => ({
      waitingFor: word(service),
      workingDays: workingDaysSince(word(receivedOn) as CalendarDate, today),
      count,
    })),
    unanswered: unanswered.map(({ values: [service], count }) => ({ label: word(service), count })),
  };
}

function word(value: Comparable | undefined): string {
  return String(value ?? 'none');
}
