import { isAttended, type CalendarDate } from '@waymark/care-types';
import type { Pathway } from './pathway.ts';

/** The last day on which somebody found that the child still waits; undefined where nobody has. */
export function foundWaitingOn({ validations = [] }: Pick<Pathway, 'validations'>): CalendarDate | undefined {
  return validations.findLast(({ answer }) => answer === 'still-waiting')?.on;
}

/** Whether something about the wait asks to be checked, and nobody here has recorded, withdrawn or validated anything of it. */
export function isUnread({
  oddities = [],
  recordings,
  withdrawn,
  validations = [],
}: Pick<Pathway, 'oddities' | 'recordings' | 'withdrawn' | 'validations'>): boolean {
  return oddities.length > 0 && recordings.length + withdrawn.length + validations.length === 0;
}

/** Whether the family is to be asked if the child still waits. Who has seen the child since needs not ask. */
export function isFamilyToBeAsked({ validation, facts }: Pick<Pathway, 'validation' | 'facts'>): boolean {
  return (
    validation?.answer === 'ask-family' &&
    !facts.some((fact) => fact.type === 'contact' && isAttended(fact.attendance) && fact.on >= validation.on)
  );
}
