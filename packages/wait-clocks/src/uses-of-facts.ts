import type { FactType } from './fact.ts';

/**
 * What a kind of fact is read for: by the rules of some clock, by a finding, by both; or kept for the record only, so
 * that it changes no clock and no finding of its own.
 */
export type UseOfFact = 'clocks' | 'findings' | 'clocks and findings' | 'record only';

/** What every kind of fact is read for. A kind without a line here does not compile, and each line is tested. */
export const usesOfFacts: Readonly<Record<FactType, UseOfFact>> = {
  'referral-received': 'clocks and findings',
  contact: 'clocks and findings',
  'care-plan-agreed': 'clocks',
  'outcome-measure': 'clocks',
  intervention: 'clocks',
  'treatment-started': 'clocks and findings',
  'active-monitoring': 'clocks and findings',
  'active-monitoring-ended': 'clocks and findings',
  'decision-to-treat': 'clocks and findings',
  'decision-not-to-treat': 'clocks and findings',
  'treatment-declined': 'clocks and findings',
  rebooked: 'clocks',
  'appointment-offered': 'clocks and findings',
  'appointment-booked': 'clocks',
  'offer-declined': 'findings',
  accepted: 'clocks and findings',
  'self-referral-ratified': 'clocks and findings',
  'record-flowed': 'clocks',
  redirected: 'clocks',
  transferred: 'clocks',
  'care-coordinator-assigned': 'clocks',
  planned: 'clocks',
  admitted: 'clocks and findings',
  'discharged-from-ward': 'findings',
  'diagnosis-recorded': 'findings',
  discharged: 'clocks and findings',
  rejected: 'clocks and findings',
  'referral-closed': 'clocks and findings',
  died: 'clocks and findings',
  'ehc-advice-requested': 'clocks',
  'ehc-advice-sent': 'clocks',
  'withdrawn-in-error': 'clocks and findings',
};
