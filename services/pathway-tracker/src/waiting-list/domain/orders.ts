import { dayNumber } from '@waymark/care-types';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { foundWaitingOn } from '../../pathway/domain/validation.ts';

/** Who comes first: a small whole number, and a day within it. */
export type Rank = (pathway: Pathway) => { rank: number; day: number };

type Order = {
  /** What it is called where one chooses. */
  title: string;
  /** The same after the number of waits. */
  caption: string;
  rank: Rank;
};

/**
 * The orders of the waiting list, the first for whoever has chosen none. One entry makes the choice of the page and of
 * the query, the words over the list, and the place of each wait in the index. Serious risk stands first in each.
 */
export const orders = {
  due: {
    ...{ title: 'Due first', caption: 'due first' },
    rank: ({ riskOpen, firstDue }) => ({ rank: riskOpen ? 0 : 1, day: dayNumber(firstDue) }),
  },
  since: {
    ...{ title: 'Longest wait first', caption: 'longest first' },
    rank: ({ riskOpen, receivedOn }) => ({ rank: riskOpen ? 0 : 1, day: dayNumber(receivedOn) }),
  },
  priority: {
    ...{ title: 'Accelerated first, then longest wait', caption: 'accelerated first' },
    rank: ({ turn: priorityRank, receivedOn }) => ({ rank: priorityRank, day: dayNumber(receivedOn) }),
  },
  validated: {
    ...{ title: 'Longest not validated first', caption: 'longest not validated first' },
    rank: (pathway) => ({
      rank: pathway.riskOpen ? 0 : 1,
      day: dayNumber(foundWaitingOn(pathway) ?? pathway.receivedOn),
    }),
  },
} as const satisfies Record<string, Order>;
export type OrderId = keyof typeof orders;

export const orderIds = Object.keys(orders) as OrderId[];
/** For whoever has chosen none. */
export const usualOrder: OrderId = 'due';

/** The orders to choose from. */
export const orderChoices = orderIds.map((value) => ({ value, text: orders[value].title }));
