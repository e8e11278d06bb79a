import { addDays, ServiceAskedFor, type CalendarDate } from '@waymark/care-types';
import type { Filter, Sort } from '@waymark/aggregate-store';
import { Priority, Reference } from '@waymark/events';
import { z } from 'zod';
import { noDue } from '../../domain/pathway.ts';

/** A due date this near asks for something to be done now. */
export const soonDays = 14;

export const clockStandings = ['breached', 'due-soon', 'within', 'no-limit'] as const;
export type ClockStanding = (typeof clockStandings)[number];
const orders = ['due', 'since', 'priority'] as const;

export const ListQuery = z.object({
  list: z.enum(['waiting', 'stopped', 'closed']).optional(),
  service: z.array(ServiceAskedFor).optional(),
  clock: z.enum(['any', ...clockStandings]).optional(),
  priority: z.array(Priority.shape.standing).optional(),
  reference: z.string().max(40).optional(),
  order: z.enum(orders).optional(),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** What the database is asked for. A reference that is none finds nothing. */
export function filterOf(query: ListQuery, today: CalendarDate): Filter {
  const { list = 'waiting', service, clock, priority, reference } = query;
  if (reference !== undefined) return { 'state.reference': writtenReference(reference) };
  return {
    'state.list': list,
    ...(service ? { 'state.service': { $in: service } } : {}),
    ...(priority ? { 'state.priority.standing': { $in: priority } } : {}),
    ...(clock && clock !== 'any' ? { 'state.firstDue': dueWhere(clock, today) } : {}),
  };
}

/** What is at risk today stands first in every order. */
export function sortOf({ order = 'due' }: ListQuery): Sort {
  switch (order) {
    case 'due':
      return { 'state.riskOpen': -1, 'state.firstDue': 1 };
    case 'since':
      return { 'state.riskOpen': -1, 'state.receivedOn': 1 };
    case 'priority':
      return { 'state.turn': 1, 'state.receivedOn': 1 };
  }
}

/** The first due dates of the pathways whose clocks stand so. Every pathway stands in one way. */
export function dueWhere(clock: ClockStanding, today: CalendarDate) {
  const soon = addDays(today, soonDays);
  switch (clock) {
    case 'breached':
      return { $lt: today };
    case 'due-soon':
      return { $gte: today, $lte: soon };
    case 'within':
      return { $gt: soon, $lt: noDue };
    case 'no-limit':
      return noDue;
  }
}

/** A reference however it was typed: small letters, spaces, or without WM and hyphens. */
function writtenReference(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/^WM(?=.{8})/, '');
  const reference = Reference.safeParse(`WM-${letters.slice(0, 4)}-${letters.slice(4)}`);
  return reference.success ? reference.data : '';
}
