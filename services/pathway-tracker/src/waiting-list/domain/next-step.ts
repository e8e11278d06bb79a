import { sentenceCase, type CalendarDate } from '@waymark/care-types';
import { regimes } from '@waymark/wait-clocks';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { neededFirst } from '../../pathway/domain/still-needed.ts';
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
  return neededFirst(pathway.clocks)?.code ?? 'nothing';
}

const needWords: ReadonlyMap<string, string> = new Map(
  Object.values(regimes).flatMap(({ needs }) =>
    needs.map(({ needed: { code, short } }) => [code, sentenceCase(short.replace(/^(?:an?|the) /, ''))]),
  ),
);

/** A next step by its code, as it is offered in a list of them. */
export function stepInWords(code: string): string {
  if (Object.hasOwn(nextStepWords, code)) return nextStepWords[code as keyof typeof nextStepWords];
  return needWords.get(code) ?? code;
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
  return { text: sentenceCase(neededFirst(pathway.clocks)?.short ?? ''), by: null };
}
