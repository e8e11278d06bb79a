import {
  circumstanceTitle,
  daysBetween,
  services,
  shortDayInWords,
  textOf,
  type CalendarDate,
} from '@waymark/care-types';
import { daysOn, limitStatusOn } from '@waymark/wait-clocks';
import { z } from 'zod';
import { shortTitles } from '../pathway/domain/clock-words.ts';
import { findingTitles } from '../pathway/domain/findings.ts';
import type { Pathway } from '../pathway/domain/pathway.ts';
import { foundWaitingOn } from '../pathway/domain/validation.ts';
import { priorityTag } from '../pathway/index.ts';
import { column, day, quiet, text, type Column } from './column.ts';
import { decisiveFirst } from './domain/decisive.ts';
import { nextStepOf, nextStepWords } from './domain/next-step.ts';
import { facets, teamOf } from './listed-waits.ts';

/**
 * The columns of the waiting list, in their order. One entry makes the column of the page, the cells of the file, the
 * field of the interface and the choice in the query. Which child it is, stands first in every row.
 */
export const columns = {
  service: column({
    ...{ heading: 'Waiting for', usual: true, printed: true, field: 'waitingFor', schema: z.string() },
    of: ({ service }) => textOf(services, service),
    cell: (service) => text(service.replace(/ (?:assessment|service)$/, '')),
    print: text,
    file: { 'waiting for': String },
  }),
  since: column({
    ...{ heading: 'Since', usual: true, printed: true, field: 'since', schema: z.string() },
    of: ({ receivedOn }) => receivedOn,
    cell: day,
    file: { since: String },
  }),
  /** Until today, or until it closed. */
  waited: column({
    ...{ heading: 'Days waited', field: 'waited', schema: z.int() },
    of: ({ receivedOn, closedOn }, today) => daysBetween(receivedOn, closedOn ?? today),
    cell: (days) => [{ number: days }],
    file: { 'days waited': String },
  }),
  clocks: column({
    ...{ heading: 'Days, against the limit', usual: true, printed: true, field: 'clocks' },
    schema: z.array(
      z.object({
        title: z.string(),
        days: z.int(),
        limit: z.int().nullable(),
        due: z.string().nullable(),
        over: z.boolean(),
      }),
    ),
    of: runningClocks,
    cell: ([decisive, ...others]) =>
      decisive === undefined
        ? quiet('No clock runs')
        : [
            { bar: { days: decisive.days, limit: decisive.limit } },
            {
              more: others.length > 0 ? `${others.length} more` : 'More',
              lines: [decisive, ...others].map(clockInWords),
            },
          ],
    print: (clocks) => text(clocks.map(clockInWords).join('; ')),
    file: { 'clocks (days of limit, due)': clocksInWords },
  }),
  team: column({
    ...{ heading: 'Team', printed: true, field: 'team', schema: z.string() },
    of: (pathway) => facets.team.words(teamOf(pathway)),
    cell: text,
    file: { team: String },
  }),
  stage: column({
    ...{ heading: 'Stage', field: 'stage', schema: z.string() },
    of: ({ stage }) => facets.stage.words(stage),
    cell: text,
    file: { stage: String },
  }),
  priority: column({
    ...{ heading: 'Priority', usual: true, printed: true, field: 'priority' },
    schema: z.object({ standing: z.string(), why: z.array(z.string()) }),
    of: (pathway) => {
      const tag = priorityTag(pathway);
      const why = pathway.priority.flags.map(({ id }) => circumstanceTitle(id));
      return { tag, standing: tag.text, why };
    },
    cell: ({ tag, why }) => [{ tag, why }],
    print: ({ standing, why }) => text([standing, ...why].join('; ')),
    file: { priority: ({ standing }) => standing, circumstances: ({ why }) => why.join('; ') },
  }),
  next: column({
    ...{ heading: 'Next', usual: true, printed: true, field: 'next' },
    schema: z.object({ text: z.string(), by: z.string().nullable() }),
    of: nextStepOf,
    cell: ({ text: step, by }) => [
      { text: step.replace(/ at which .*/, '') },
      ...(by === null ? [] : [{ quiet: byDay(step, by) }]),
    ],
    print: ({ text: step, by }) => [{ text: step }, ...(by === null ? [] : [{ quiet: 'by', day: by }])],
    file: { next: ({ text: step }) => step, 'next by': ({ by }) => by ?? '' },
  }),
  quality: column({
    ...{ heading: 'Please check', field: 'toCheck', schema: z.array(z.string()) },
    of: ({ oddities = [] }) => oddities.map((id) => findingTitles[id]),
    cell: (titles) => text(titles.join('; ')),
    file: { 'please check': (titles) => titles.join('; ') },
  }),
  /** The last day on which somebody found that the child still waits. */
  validated: column({
    ...{ heading: 'Last validated', field: 'validated', schema: z.string().nullable() },
    of: (pathway) => foundWaitingOn(pathway) ?? null,
    cell: (on) => (on === null ? quiet('Never') : day(on)),
    file: { 'last validated': (on) => on ?? '' },
  }),
} as const satisfies Record<string, Column>;
export type ColumnId = keyof typeof columns;

/** What is still to come is near: its year goes without saying. */
function byDay(step: string, on: CalendarDate): string {
  const words = shortDayInWords(on);
  return step === nextStepWords.closed ? `on ${words}` : `by ${words.replace(/ \d{4}$/, '')}`;
}

/** The clocks that run, the one that decides first. */
function runningClocks({ clocks }: Pathway, today: CalendarDate) {
  const running = clocks
    .filter(({ state }) => state === 'running')
    .map((clock) => ({
      title: shortTitles[clock.regime],
      days: daysOn(clock, today),
      limit: clock.limitDays,
      due: clock.due,
      over: limitStatusOn(clock, today) === 'breached',
    }));
  return decisiveFirst(running);
}
type RunningClock = ReturnType<typeof runningClocks>[number];

function clockInWords({ title, days, limit, due, over }: RunningClock): string {
  const ran = `${title}: ${days.toLocaleString('en-GB')}`;
  if (limit === null) return `${ran} days, no limit`;
  const stands = over
    ? `overdue by ${(days - limit).toLocaleString('en-GB')}`
    : `due ${shortDayInWords(due)}`;
  return `${ran} of ${limit} days, ${stands}`;
}

function clocksInWords(clocks: ReturnType<typeof runningClocks>): string {
  return clocks
    .map(
      ({ title, days, limit, due }) => `${title}: ${days}${limit === null ? '' : ` of ${limit}, due ${due}`}`,
    )
    .join('; ');
}
