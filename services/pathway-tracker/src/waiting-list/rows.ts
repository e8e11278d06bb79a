import { sentenceCase, circumstanceTitle, daysBetween, type CalendarDate } from '@waymark/care-types';
import { daysOn, limitStatusOn } from '@waymark/wait-clocks';
import { findingTitles } from '../pathway/domain/findings.ts';
import { foundWaitingOn } from '../pathway/domain/validation.ts';
import { shortTitles } from '../pathway/domain/clock-words.ts';
import type { Pathway } from '../pathway/domain/pathway.ts';
import { inShort, neededFirst } from '../pathway/domain/still-needed.ts';
import { priorityTag, summaryOf, type Names, type Summary, type Tag } from '../pathway/index.ts';
import { nextStep, stepInWords } from './domain/next-step.ts';
import { facets, teamOf } from './listed-waits.ts';

/** One child's wait as a list shows it. */
export type Row = Summary & {
  /** Days, until today or until it closed. */
  waited: number;
  team: string;
  stage: string;
  clocks: { title: string; days: number; limit: number | null; due: CalendarDate | null; over: boolean }[];
  tag: Tag;
  why: string[];
  next: { text: string; by: CalendarDate | null };
  /** What is odd about what is recorded. */
  toCheck: string[];
  /** The last day on which somebody found that the child still waits. */
  validated: CalendarDate | null;
};

export function rowOf(pathway: Pathway, names: Names, today: CalendarDate): Row {
  const { receivedOn, priority } = pathway;
  const running = pathway.clocks.filter(({ state }) => state === 'running');
  return {
    ...summaryOf(pathway, names, today),
    waited: daysBetween(receivedOn, pathway.closedOn ?? today),
    team: facets.team.words(teamOf(pathway)),
    stage: facets.stage.words(pathway.stage),
    clocks: running.map((clock) => ({
      title: shortTitles[clock.regime],
      days: daysOn(clock, today),
      limit: clock.limitDays,
      due: clock.due,
      over: limitStatusOn(clock, today) === 'breached',
    })),
    tag: priorityTag(pathway),
    why: priority.flags.map(({ id }) => circumstanceTitle(id)),
    next: nextOf(pathway),
    toCheck: (pathway.oddities ?? []).map((id) => findingTitles[id]),
    validated: foundWaitingOn(pathway) ?? null,
  };
}

/** What is to be done next; a need of a clock in the words of its rule. */
function nextOf(pathway: Pathway): Row['next'] {
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
