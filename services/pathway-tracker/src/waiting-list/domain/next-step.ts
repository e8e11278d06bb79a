import { sentenceCase, type CalendarDate } from '@waymark/care-types';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { inShort, neededFirst } from '../../pathway/domain/still-needed.ts';
import { isFamilyToBeAsked } from '../../pathway/domain/validation.ts';

/** What is to be done next about a wait: one of these, or the code of what its clock needs. */
export const nextStepWords = {
  'act-today': 'Clinician to act today',
  'decide-priority': 'Decide priority',
  'ask-family': 'Ask the family if the child still waits',
  nothing: 'Nothing that a clock waits for',
  closed: 'Closed',
} as const;

/** The code of what is to be done next. */
export function nextStep(pathway: Pathway): string {
  if (pathway.list === 'closed') return 'closed';
  if (pathway.riskOpen) return 'act-today';
  if (pathway.priority.standing === 'review-open') return 'decide-priority';
  if (isFamilyToBeAsked(pathway)) return 'ask-family';
  const needed = neededFirst(pathway.clocks);
  return needed === undefined ? 'nothing' : codeOf(needed);
}

/** The words for the code of a next step. */
export function stepInWords(code: string): string {
  if (Object.hasOwn(nextStepWords, code)) return nextStepWords[code as keyof typeof nextStepWords];
  const words = code.replaceAll('-', ' ');
  return sentenceCase(words);
}

/** What is to be done next in words, and by when; a need of a clock in the words of its rule. */
export function nextStepOf(pathway: Pathway): { text: string; by: CalendarDate | null } {
  const step = nextStep(pathway);
  switch (step) {
    case 'closed':
      return { text: stepInWords(step), by: pathway.closedOn };
    case 'decide-priority':
      return { text: stepInWords(step), by: pathway.priority.reviewDue };
    case 'act-today':
    case 'ask-family':
    case 'nothing':
      return { text: stepInWords(step), by: null };
  }
  const words = inShort(neededFirst(pathway.clocks) ?? '');
  return { text: sentenceCase(words), by: null };
}

/** "A first contact: the child seen …" is `first-contact`. */
function codeOf(needed: string): string {
  return inShort(needed)
    .toLowerCase()
    .replace(/^(?:an?|the) /, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
}
