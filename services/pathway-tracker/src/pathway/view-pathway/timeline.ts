import { correctionReason, dayInWords, midSentence, textOf, type CalendarDate } from '@waymark/care-types';
import { priorityReasons } from '@waymark/events';
import type { Pathway, PathwayFact } from '../domain/pathway.ts';
import { riskStepWords, takenUpWords, whoWords } from '../priority-words.ts';
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
  const known = new Map(
    [...pathway.facts, ...pathway.withdrawn.map(({ fact }) => fact)].map((fact) => [fact.factId, fact]),
  );
  const withdrawn = pathway.withdrawn.map((one) => withdrawnItem(one, known));
  return [...facts, ...withdrawn, ...priorityItems(pathway), ...validatedItems(pathway)].toSorted(
    (one, other) => (one.on === other.on ? 0 : one.on < other.on ? 1 : -1),
  );
}

type Withdrawn = Pathway['withdrawn'][number];

/** What was taken back or corrected: from what to what, when, by which role and why. */
function withdrawnItem(
  { fact, reason, on, role, replacedBy, why }: Withdrawn,
  known: ReadonlyMap<string, PathwayFact>,
): TimelineItem {
  const by = `on ${dayInWords(on)} by ${whoWords(role)}`;
  const right = replacedBy === undefined ? undefined : known.get(replacedBy);
  if (!right)
    return {
      on: fact.on,
      said: `withdrawn ${by}: ${withdrawalWords[reason]}`,
      was: factWords(fact),
      text: 'counts no more',
    };
  const dated = ({ on: day }: PathwayFact) => (fact.on === right.on ? '' : `${dayInWords(day)}: `);
  const because = why ? midSentence(textOf(correctionReason, why)) : withdrawalWords[reason];
  return {
    on: fact.on,
    said: `corrected ${by}: ${because}`,
    was: `${dated(fact)}${factWords(fact)}`,
    text: `${dated(right)}${factWords(right)}`,
  };
}

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
    ...(sameDayRisk ? riskItems(sameDayRisk) : []),
  ];
}

function riskItems({ since, taken }: NonNullable<Pathway['sameDayRisk']>): TimelineItem[] {
  return [
    { on: since, text: 'Same-day risk: serious risk was stated.' },
    ...(taken
      ? [
          {
            on: taken.on,
            said: takenUpWords(taken),
            text: `Same-day risk taken up: ${riskStepWords[taken.step]}.`,
          },
        ]
      : []),
  ];
}
