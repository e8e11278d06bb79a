import { dayInWords, type CalendarDate } from '@waymark/care-types';
import { priorityReasons } from '@waymark/events';
import type { Pathway } from '../domain/pathway.ts';
import { riskStepWords } from '../priority-words.ts';
import { kinds } from '../record-fact/kinds.ts';
import { factWords } from '../fact-words.ts';

export type TimelineItem = {
  on: CalendarDate;
  said?: string;
  was?: string;
  text: string;
  href?: string;
  link?: string;
};

/** What has happened, the newest first. What was recorded by mistake stays, struck through. */
export function timelineOf(pathway: Pathway, here: string): TimelineItem[] {
  const recorded = new Map(pathway.recordings.map((recording) => [recording.factId, recording]));
  const facts = pathway.facts.map((fact): TimelineItem => {
    const recording = recorded.get(fact.factId);
    return {
      on: fact.on,
      text: factWords(fact),
      ...(recording
        ? {
            said: `recorded on ${dayInWords(recording.on)} by ${whoWords(recording.role)}`,
            ...correctionOf(fact, here),
          }
        : {}),
    };
  });
  const withdrawn = pathway.withdrawn.map(({ fact, reason, on, replacedBy }): TimelineItem => ({
    on: fact.on,
    said: `${replacedBy === undefined ? 'withdrawn' : 'corrected'} on ${dayInWords(on)}`,
    was: factWords(fact),
    text: replacedBy === undefined ? withdrawalWords[reason] : correctedWords,
  }));
  return [...facts, ...withdrawn, ...priorityItems(pathway), ...validatedItems(pathway)].toSorted(
    (one, other) => (one.on === other.on ? 0 : one.on < other.on ? 1 : -1),
  );
}

const correctedWords = 'recorded again as it was';

/** The way to correct what was recorded, or, where there is no form for it, to withdraw it. */
function correctionOf(fact: Pathway['facts'][number], here: string) {
  const kind = kinds.find(({ formValuesOf }) => formValuesOf(fact) !== undefined);
  const at = `${here}/facts/${fact.factId}`;
  return kind
    ? { href: `${at}/correct/${kind.id}`, link: 'Correct or withdraw' }
    : { href: `${at}/withdraw`, link: 'Withdraw' };
}

export const withdrawalWords = {
  'wrong-date': 'the date was wrong',
  'wrong-kind': 'something else happened',
  'wrong-child': 'it belongs to another child',
  'did-not-happen': 'it did not happen',
} as const;

/** In which role somebody did it. */
function whoWords(role: string): string {
  return role === 'triage' ? 'the triage team' : `a ${role}`;
}

const validationWords = {
  'still-waiting': 'Validated: the child still waits.',
  'ask-family': 'Validated: the family is to be asked if the child still waits.',
  'not-waiting': 'Validated: the child does not wait any more.',
} as const;

function validatedItems({ validations = [] }: Pathway): TimelineItem[] {
  return validations.map(({ on, role, answer }) => ({
    on,
    said: `by ${whoWords(role)}`,
    text: validationWords[answer],
  }));
}

function priorityItems({ priority, sameDayRisk }: Pathway): TimelineItem[] {
  const { decision } = priority;
  const reason = priorityReasons.find(({ code }) => code === decision?.reasonCode)?.text ?? '';
  const taken = sameDayRisk?.taken;
  return [
    ...(decision
      ? [
          {
            on: decision.on,
            said: 'decided by a clinician',
            text: `${decision.outcome === 'accelerated' ? 'Accelerated' : 'Kept in date order'}: ${reason}. No clock changed.`,
          },
        ]
      : []),
    ...(taken
      ? [
          {
            on: taken.on,
            said: 'by a clinician',
            text: `Serious risk taken up: ${riskStepWords[taken.step]}.`,
          },
        ]
      : []),
  ];
}
