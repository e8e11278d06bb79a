import { todayInLondon, type CalendarDate, type Clock } from '@waymark/care-types';
import type { Reach, Viewer } from '@waymark/policy';
import type { Kept } from '../adapters/drafts.ts';
import type { DraftStep } from '../domain/draft.ts';
import { faultsIn } from '../domain/faults.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import type { PlanRule } from '../../needs-plan/domain/plan-required.ts';
import { toNewReferral, fieldOf } from '../admit/to-new-referral.ts';
import { type FieldFault } from '../../shared/domain/field-fault.ts';
import { LogReferral } from '../admit/body.ts';
import { asksOf, writerOf } from './for-whom.ts';
import { nameUnsaidWords } from '../domain/name-unsaid.ts';
import { statedIn, stepBodies, stepOf } from './steps.ts';

/** Who writes a draft, where, and when. */
export type Writing = {
  viewer: Viewer;
  reach: Reach;
  clock: Clock;
  organisations: Organisations;
  planRules: readonly PlanRule[];
};

/** Who asks, as the rules of a referral want to know it. */
export function about({ viewer, reach, clock, organisations }: Omit<Writing, 'planRules'>) {
  return {
    organisations,
    clock,
    own: reach === 'any' ? undefined : viewer.organisation,
    statedBy: reach === 'any' ? ('clinician' as const) : ('referrer' as const),
  };
}

/**
 * What is wrong with what was typed at one step, seen together with the steps before it. What was not asked yet is
 * filled in by values that no rule refuses.
 */
export function faultsAt(step: DraftStep, kept: Kept, writing: Omit<Writing, 'planRules'>): FieldFault[] {
  const asking = about(writing);
  const today = todayInLondon(asking.clock);
  const notAskedYet = {
    source: 'P1',
    child: { givenName: 'Not', familyName: 'Asked', dateOfBirth: today },
    service: 'autism-assessment',
    primaryReason: '25',
  };
  const whole = LogReferral.safeParse({ ...notAskedYet, ...statedIn(kept) });
  if (!whole.success) return [];
  const { asked, faults } = toNewReferral(whole.data, asking);
  const all = [
    ...faults,
    ...faultsIn(asked, today).map((fault) => atReceived(step, fieldOf(fault))),
    ...sinceLater(kept, today),
    ...nameUnsaid(kept),
    ...(asksOf(writerIn(writing)).numberTick ? numberUnsaid(kept) : []),
  ];
  return all.filter(({ field }) => stepOf(field) === step);
}

/** What does not fit together is said where it was typed last: a received date before birth at the received date. */
function atReceived(step: DraftStep, { field, says }: FieldFault): FieldFault {
  return { field: step === 'request' && field === 'child.dateOfBirth' ? 'receivedOn' : field, says };
}

function sinceLater({ since }: Kept, today: CalendarDate): FieldFault[] {
  const dates = stepBodies.since.safeParse(since ?? {}).data?.since ?? {};
  return Object.entries(dates)
    .filter(([, day]) => day !== undefined && day > today)
    .map(([id]) => ({ field: `since.${id}`, says: 'This cannot hold since a day in the future' }));
}

function writerIn({ reach, viewer, organisations }: Omit<Writing, 'planRules'>) {
  return writerOf(reach, organisations.byCode(viewer.organisation ?? ''));
}

/** A form says that a child has one name alone; an empty box may have been overlooked. */
export function nameUnsaid({ child: kept }: Kept): FieldFault[] {
  const child = stepBodies.child.safeParse(kept).data?.child;
  const { givenName, familyName, singleName } = child ?? {};
  if (singleName || (givenName === undefined) === (familyName === undefined)) return [];
  const missing = givenName === undefined ? 'givenName' : 'familyName';
  return [{ field: `child.${missing}`, says: nameUnsaidWords[missing] }];
}

/** A form says that an NHS number is not known; an empty box may have been overlooked. */
function numberUnsaid({ child: kept }: Kept): FieldFault[] {
  const child = stepBodies.child.safeParse(kept).data?.child;
  if (!child) return [];
  const field = 'child.nhsNumber';
  if (child.nhsNumber === undefined && !child.nhsNumberNotKnown)
    return [{ field, says: 'Enter the NHS number, or tick that it is not known' }];
  if (child.nhsNumber !== undefined && child.nhsNumberNotKnown)
    return [{ field, says: 'Take away the NHS number, or the tick that it is not known' }];
  return [];
}
