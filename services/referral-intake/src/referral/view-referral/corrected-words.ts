import {
  clinicalPriority,
  primaryReason,
  services,
  sourceOfReferral,
  textOf,
  dayInWords,
} from '@waymark/care-types';
import type { CorrectedField } from '@waymark/events';

/** What each part of a referral that can be corrected is called. */
export const correctedWords: Readonly<Record<CorrectedField, string>> = {
  receivedOn: 'Received date',
  receivedTime: 'Received at',
  service: 'Service asked for',
  source: 'Source',
  priority: 'Response needed',
  primaryReason: 'Main reason',
};

const lists = {
  service: services,
  source: sourceOfReferral,
  priority: clinicalPriority,
  primaryReason,
} as const;

/** A value of such a part in words. */
export function valueWords(field: CorrectedField, value: string): string {
  if (field === 'receivedOn') return dayInWords(value);
  return field === 'receivedTime' ? value || 'not known' : textOf(lists[field], value);
}
