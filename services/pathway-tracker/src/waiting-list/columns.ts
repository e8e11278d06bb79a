import { circumstanceTitle, daysBetween, services, textOf, type CalendarDate } from '@waymark/care-types';
import { daysOn, limitStatusOn } from '@waymark/wait-clocks';
import { z } from 'zod';
import { shortTitles } from '../pathway/domain/clock-words.ts';
import { findingTitles } from '../pathway/domain/findings.ts';
import type { Pathway } from '../pathway/domain/pathway.ts';
import { foundWaitingOn } from '../pathway/domain/validation.ts';
import { priorityTag } from '../pathway/index.ts';
import { column, day, quiet, text, type Column } from './column.ts';
import { nextStepOf } from './domain/next-step.ts';
import { facets, teamOf } from './listed-waits.ts';

/**
 * The columns of the waiting list, in their order. One entry makes the column of the page, the cells of the file, the
 * field of the interface and the choice in the query. Which child it is, stands first in every row.
 */
export const columns = {
  service: column({
    ...{ heading: 'Waiting for', usual: true, field: 'waitingFor', schema: z.string() },
    of: ({ service }) => textOf(services, service),
    cell: text,
    file: { 'waiting for': String },
  }),
  since: column({
    ...{ heading: 'Since', usual: true, field: 'since', schema: z.string() },
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
    ...{ heading: 'Days, against the limit', usual: true, field: 'clocks' },
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
    cell: (clocks) =>
      clocks.length === 0
        ? quiet('No clock runs')
        : clocks.flatMap(({ title, days, limit }) => [{ quiet: title }, { bar: { days, limit } }]),
    file: { 'clocks (days of limit, due)': clocksInWords },
  }),
  team: column({
    ...{ heading: 'Team', field: 'team', schema: z.string() },
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
    ...{ heading: 'Priority', usual: true, field: 'priority' },
    schema: z.object({ standing: z.string(), why: z.array(z.string()) }),
    of: (pathway) => {
      const tag = priorityTag(pathway);
      const why = pathway.priority.flags.map(({ id }) => circumstanceTitle(id));
      return { tag, standing: tag.text, why };
    },
    cell: ({ tag, why }) => [
      { tag },
      ...(why.length > 0 ? [{ lineBreak: true as const }, { quiet: why.join('; ') }] : []),
    ],
    file: { priority: ({ standing }) => standing, circumstances: ({ why }) => why.join('; ') },
  }),
  next: column({
    ...{ heading: 'Next', usual: true, field: 'next' },
    schema: z.object({ text: z.string(), by: z.string().nullable() }),
    of: nextStepOf,
    cell: ({ text: step, by }) => [
      { text: step },
      ...(by === null ? [] : [{ lineBreak: true as const }, { quiet: 'by', day: by }]),
    ],
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

function runningClocks({ clocks }: Pathway, today: CalendarDate) {
  return clocks
    .filter(({ state }) => state === 'running')
    .map((clock) => ({
      title: shortTitles[clock.regime],
      days: daysOn(clock, today),
      limit: clock.limitDays,
      due: clock.due,
      over: limitStatusOn(clock, today) === 'breached',
    }));
}

function clocksInWords(clocks: ReturnType<typeof runningClocks>): string {
  return clocks
    .map(
      ({ title, days, limit, due }) => `${title}: ${days}${limit === null ? '' : ` of ${limit}, due ${due}`}`,
    )
    .join('; ');
}
