import { sentenceCase, type CalendarDate } from '@waymark/care-types';
import { regimes, type StillNeeded } from '@waymark/wait-clocks';
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

function stepOf(pathway: Pathway): keyof typeof nextStepWords | StillNeeded {
  if (pathway.list === 'closed') return 'closed';
  if (pathway.riskOpen) return 'act-today';
  if (pathway.priority.standing === 'review-open') return 'decide-priority';
  if (isFamilyToBeAsked(pathway)) return 'ask-family';
  return neededFirst(pathway.clocks) ?? 'nothing';
}

/** The code of what is to be done next. */
export function nextStep(pathway: Pathway): string {
  const step = stepOf(pathway);
  return typeof step === 'string' ? step : step.code;
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
  const step = stepOf(pathway);
  if (typeof step !== 'string') return { text: sentenceCase(step.short), by: null };
  const days = { closed: pathway.closedOn, 'decide-priority': pathway.priority.reviewDue };
  return { text: nextStepWords[step], by: step in days ? days[step as keyof typeof days] : null };
}
