import {
  ageOn,
  circumstanceTitle,
  daysBetween,
  services,
  textOf,
  sentenceCase,
  type CalendarDate,
} from '@waymark/care-types';
import { daysOn, limitStatusOn } from '@waymark/wait-clocks';
import type { Names } from '../../adapters/http/people-at-intake.ts';
import { findingTitles } from '../../domain/findings.ts';
import { foundWaitingOn } from '../../domain/validation.ts';
import { inShort, neededFirst, nextStep, stepInWords } from '../../domain/next-step.ts';
import type { Pathway } from '../../domain/pathway.ts';
import { shortTitles } from '../view-pathway/clock-words.ts';
import { facets, teamOf } from './listing.ts';

type Tag = { text: string; tone: 'quiet' | 'notice' | 'act' };

/** One child's wait as a list shows it. */
export type Row = {
  pathwayId: string;
  personId: string;
  reference: string;
  name: string | null;
  age: number;
  waitingFor: string;
  since: CalendarDate;
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
  const { pathwayId, personId, reference, service, receivedOn, dateOfBirth, priority } = pathway;
  const running = pathway.clocks.filter(({ state }) => state === 'running');
  const name = names.known ? names.of.get(personId) : undefined;
  return {
    ...{ pathwayId, personId, reference },
    name: name ? `${name.given} ${name.family}` : null,
    age: ageOn(dateOfBirth, today),
    waitingFor: textOf(services, service),
    since: receivedOn,
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
    tag: tagOf(pathway),
    why: priority.flags.map(({ id }) => circumstanceTitle(id)),
    next: nextOf(pathway),
    toCheck: (pathway.oddities ?? []).map((id) => findingTitles[id]),
    validated: foundWaitingOn(pathway) ?? null,
  };
}

/** Where the child stands in the order, in a word or two. */
export function tagOf({ riskOpen, priority }: Pathway): Tag {
  if (riskOpen) return { text: 'Same-day risk', tone: 'act' };
  switch (priority.standing) {
    case 'accelerated':
      return { text: 'Accelerated', tone: 'notice' };
    case 'review-open':
      return { text: 'Review open', tone: 'act' };
    case 'date-order':
      return { text: 'Date order', tone: 'quiet' };
  }
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
