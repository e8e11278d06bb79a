import {
  attendance,
  closureReason,
  consultationMechanism,
  rejectionReason,
  sourceOfReferral,
  textOf,
  dayInWords,
  type CalendarDate,
} from '@waymark/care-types';
import { outcomeTools } from '@waymark/wait-clocks';
import type { PathwayFact } from './domain/pathway.ts';

export const interventionWords = {
  psychological: 'Psychological therapy',
  psychosocial: 'Psychosocial intervention',
  medication: 'Medication or physical treatment',
  'autism-assessment': 'Autism assessment',
  'adhd-assessment': 'ADHD assessment',
  assessment: 'Another assessment',
} as const;

/** What happened, in a sentence. */
export function factWords(fact: PathwayFact): string {
  switch (fact.type) {
    case 'referral-received':
      return `Referral received${fact.source ? ` from: ${textOf(sourceOfReferral, fact.source)}` : ''}.`;
    case 'contact':
      return fact.indirect
        ? 'Work for the child without the child.'
        : `${textOf(consultationMechanism, fact.mechanism)}: ${textOf(attendance, fact.attendance).toLowerCase()}.`;
    case 'care-plan-agreed':
      return 'Care plan agreed with the child and family.';
    case 'outcome-measure':
      return `Outcome measure completed: ${textOf(outcomeTools, fact.tool)}.`;
    case 'intervention':
      return `${interventionWords[fact.kind]}.`;
    case 'treatment-started':
      return 'First treatment started.';
    case 'active-monitoring':
      return fact.by === 'patient'
        ? 'Active monitoring began, as the child or family wished.'
        : 'Active monitoring began, as the professional advised.';
    case 'decision-to-treat':
      return 'Decision to treat.';
    case 'decision-not-to-treat':
      return 'Decision not to treat.';
    case 'treatment-declined':
      return 'The child or family declined the treatment offered.';
    case 'rebooked':
      return 'The appointment was rebooked.';
    case 'active-monitoring-ended':
      return 'Active monitoring ended.';
    case 'appointment-offered':
      return `An appointment was offered${forDay(fact)}.`;
    case 'appointment-booked':
      return `An appointment was booked${forDay(fact)}.`;
    case 'offer-declined':
      return `The family declined the appointment that was offered${forDay(fact)}.`;
    case 'accepted':
      return 'A team accepted the referral.';
    case 'self-referral-ratified':
      return 'The self-referral was ratified.';
    case 'record-flowed':
      return 'A record was sent in the national submission for this month.';
    case 'redirected':
      return 'The referral was redirected to another provider.';
    case 'transferred':
      return 'Care was transferred to another provider.';
    case 'care-coordinator-assigned':
      return 'A care coordinator was assigned.';
    case 'planned':
      return `Care was planned for ${dayInWords(fact.until)}.`;
    case 'admitted':
      return 'Admitted to a ward.';
    case 'discharged-from-ward':
      return 'Left the ward.';
    case 'diagnosis-recorded':
      return 'A diagnosis was recorded.';
    case 'ehc-advice-requested':
      return 'The council asked for advice for an education, health and care plan.';
    case 'ehc-advice-sent':
      return 'The advice for an education, health and care plan was sent.';
    case 'withdrawn-in-error':
      return 'Something recorded by mistake was withdrawn.';
    case 'discharged':
      return 'Discharged.';
    case 'rejected':
      if (fact.reason === '01') return 'The referral is the same as another one, which goes on in its place.';
      return `The referral was declined${fact.reason ? `: ${textOf(rejectionReason, fact.reason).toLowerCase()}` : ''}.`;
    case 'referral-closed':
      return `The referral was closed${fact.reason ? `: ${textOf(closureReason, fact.reason).toLowerCase()}` : ''}.`;
    case 'died':
      return 'The child died.';
  }
}

function forDay({ for: day }: { for?: CalendarDate | undefined }): string {
  return day === undefined ? '' : ` for ${dayInWords(day)}`;
}
