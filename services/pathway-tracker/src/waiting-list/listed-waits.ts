import { dayNumber, circumstances, services, teamType, type CodeList } from '@waymark/care-types';
import { z } from 'zod';
import { ageBandOn, ageBands, waitBandOf, waitBands } from './domain/bands.ts';
import { findingTitles } from '../pathway/domain/findings.ts';
import { orders, type OrderId, type Rank } from './domain/orders.ts';
import { nextStep, stepInWords } from './domain/next-step.ts';
import { noDue, type Pathway } from '../pathway/domain/pathway.ts';
import { foundWaitingOn, isUnread } from '../pathway/domain/validation.ts';
import type { Facet, IndexSettings } from './domain/wait-index/settings.ts';
import { waitIndex, type WaitIndex } from './domain/wait-index/wait-index.ts';
import { shortTitles } from '../pathway/domain/clock-words.ts';

/** A due date this near asks for something to be done now. */
export const soonDays = 14;
/** A review due within so many days is named at the top of the list. */
const reviewSoonDays = 7;

/** It is known for so many days that a child still waits: as long as active monitoring goes without a review. */
const validatedForDays = 84;

/** The days of a wait that the date of today is held against. */
const days = {
  since: ({ receivedOn }) => dayNumber(receivedOn),
  until: ({ closedOn }) => dayNumber(closedOn ?? noDue),
  due: ({ firstDue }) => dayNumber(firstDue),
  born: ({ dateOfBirth }) => dayNumber(dateOfBirth),
  foundWaiting: (pathway) => dayNumber(foundWaitingOn(pathway) ?? noDue),
  /** Where a same-day risk is open, that comes first. */
  reviewDue: ({ priority, list, riskOpen }) => {
    const waits = priority.standing === 'review-open' && list !== 'closed' && !riskOpen;
    return dayNumber((waits ? priority.reviewDue : null) ?? noDue);
  },
} satisfies Record<string, (pathway: Pathway) => number>;

type ListDay = keyof typeof days;
type ListFacet = Facet<Pathway, ListDay>;
type Words = Readonly<Record<string, string>>;

/** What is so until something is written. */
function stated(
  title: string,
  words: Words,
  of: (pathway: Pathway) => string | readonly string[],
): ListFacet {
  return { ...known(title, words), of };
}

/** What the date alone changes. */
function dated(title: string, words: Words, on: Extract<ListFacet, { on: unknown }>['on']): ListFacet {
  return { ...known(title, words), on };
}

function known(title: string, words: Words) {
  const allowed = Object.entries(words).map(([value, text]) => `${value} (${text})`);
  return {
    title,
    values: Object.keys(words),
    value: z.enum(Object.keys(words), { error: `${title} must be one of: ${allowed.join(', ')}` }),
    words: (value: string) => words[value] ?? value,
  };
}

const noLimit = dayNumber(noDue);
const titlesOfCircumstances: Words = Object.fromEntries(circumstances.map(({ id, title }) => [id, title]));
const wordsOf = (list: CodeList): Words =>
  Object.fromEntries(list.entries.map(({ code, text }) => [code, text]));

/** By what the waiting list is narrowed and counted. To add one is to add it here, and where the page should show it. */
export const facets = {
  list: stated(
    'Which waits',
    { waiting: 'Waiting', stopped: 'No clock runs any more', closed: 'Closed' },
    ({ list }) => list,
  ),
  service: stated('Waiting for', wordsOf(services), ({ service }) => service),
  team: stated('Team', { ...wordsOf(teamType), none: 'No team yet' }, teamOf),
  regime: stated('Clock that runs', { ...shortTitles, none: 'None' }, ({ clocks }) => {
    const running = clocks.filter(({ state }) => state === 'running').map(({ regime }) => regime);
    return running.length > 0 ? [...new Set(running)] : 'none';
  }),
  clock: dated(
    'Clock',
    { breached: 'Past a limit', 'due-soon': 'Due in 14 days', within: 'Within', 'no-limit': 'No limit' },
    (today) => {
      const now = dayNumber(today);
      return ({ due }) =>
        due < now ? 'breached' : due <= now + soonDays ? 'due-soon' : due < noLimit ? 'within' : 'no-limit';
    },
  ),
  band: dated('Waited', waitBands, (today) => {
    const now = dayNumber(today);
    return ({ since, until }) => waitBandOf(Math.min(now, until) - since);
  }),
  age: dated('Age now', ageBands, (today) => {
    const bandOf = ageBandOn(today);
    return ({ born }) => bandOf(born);
  }),
  priority: stated(
    'Priority',
    { 'review-open': 'Review open', accelerated: 'Accelerated', 'date-order': 'Date order' },
    ({ priority }) => priority.standing,
  ),
  flag: stated('Circumstance', titlesOfCircumstances, ({ priority }) => priority.flags.map(({ id }) => id)),
  stage: stated('Stage', { waiting: 'Not seen yet', seen: 'Seen', closed: 'Closed' }, ({ stage }) => stage),
  /** The needs of clocks are learned from the clocks. */
  next: {
    title: 'Next',
    value: z
      .string()
      .max(80)
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Next must be a step as the list names it, like first-contact'),
    words: stepInWords,
    of: nextStep,
  } satisfies ListFacet,
  quality: stated('Please check', { ...findingTitles, none: 'Nothing odd' }, ({ oddities = [] }) =>
    oddities.length > 0 ? oddities : 'none',
  ),
  risk: stated('Same-day risk', { open: 'Not taken up', none: 'None open' }, ({ riskOpen }) =>
    riskOpen ? 'open' : 'none',
  ),
  unread: stated('Something to check', { yes: 'Not looked at', none: 'Nothing, or looked at' }, (pathway) =>
    isUnread(pathway) ? 'yes' : 'none',
  ),
  validated: dated(
    'Validated',
    { lately: 'In the last 12 weeks', earlier: 'Longer ago', never: 'Never' },
    (today) => {
      const lately = dayNumber(today) - validatedForDays;
      return ({ foundWaiting }) =>
        foundWaiting === noLimit ? 'never' : foundWaiting >= lately ? 'lately' : 'earlier';
    },
  ),
  review: dated('Review', { soon: 'Due within a week', later: 'Later', none: 'None' }, (today) => {
    const soon = dayNumber(today) + reviewSoonDays;
    return ({ reviewDue }) => (reviewDue <= soon ? 'soon' : reviewDue < noLimit ? 'later' : 'none');
  }),
} satisfies Record<string, ListFacet>;
export type FacetId = keyof typeof facets;

/** The facet of this name. */
export function facetOf(id: FacetId): ListFacet {
  return facets[id];
}

export type ListedWaits = WaitIndex<Pathway, FacetId, OrderId>;

const ranksOf = Object.fromEntries(Object.entries(orders).map(([id, { rank }]) => [id, rank])) as Record<
  OrderId,
  Rank
>;

/** The waiting list in memory, with nobody on it yet. */
export function listedWaits(): ListedWaits {
  const settings: IndexSettings<Pathway, ListDay, FacetId, OrderId> = {
    id: ({ pathwayId }) => pathwayId,
    group: ({ personId }) => personId,
    days,
    facets,
    orders: ranksOf,
    part: ({ list }) => list,
  };
  return waitIndex(settings);
}

/** The team that the referral went to, as its received fact says. */
export function teamOf({ facts, referralId }: Pathway): string {
  const received = facts.find((fact) => fact.type === 'referral-received' && fact.referralId === referralId);
  return (received?.type === 'referral-received' ? received.team : undefined) ?? 'none';
}
