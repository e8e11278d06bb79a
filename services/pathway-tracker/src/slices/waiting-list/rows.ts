import { ageOn, circumstanceTitle, services, textOf, type CalendarDate } from '@waymark/care-types';
import { daysOn, standingOn, type ClockState } from '@waymark/wait-clocks';
import type { Names } from '../../adapters/http/people-at-intake.ts';
import type { Pathway } from '../../domain/pathway.ts';
import { shortTitles } from '../view-pathway/clock-words.ts';
import { inShort } from '../view-pathway/lead.ts';

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
  clocks: { title: string; days: number; limit: number | null; due: CalendarDate | null; over: boolean }[];
  tag: Tag;
  why: string[];
  next: { text: string; by: CalendarDate | null };
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
    clocks: running.map((clock) => ({
      title: shortTitles[clock.regime],
      days: daysOn(clock, today),
      limit: clock.limitDays,
      due: clock.due,
      over: standingOn(clock, today) === 'breached',
    })),
    tag: tagOf(pathway),
    why: priority.flags.map(({ id }) => circumstanceTitle(id)),
    next: nextOf(pathway, running),
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

function nextOf(pathway: Pathway, running: readonly ClockState[]): Row['next'] {
  if (pathway.list === 'closed') return { text: 'Closed', by: pathway.closedOn };
  if (pathway.riskOpen) return { text: 'Clinician to act today', by: null };
  if (pathway.priority.standing === 'review-open')
    return { text: 'Decide priority', by: pathway.priority.reviewDue };
  const first = running.toSorted((one, other) => ((one.due ?? '9') < (other.due ?? '9') ? -1 : 1))[0];
  const needed = first?.stillNeeded[0];
  if (needed === undefined) return { text: 'Nothing that a clock waits for', by: null };
  const words = inShort(needed);
  return { text: words.charAt(0).toUpperCase() + words.slice(1), by: null };
}
