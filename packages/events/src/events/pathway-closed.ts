import { event } from '../event.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayClosed = event('pathway.closed', 1, {
  about: 'The wait is no longer followed, because a person or the referral ended it, and why.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState,
  example: {
    ...examplePathway,
    stage: 'closed',
    closedOn: '2026-03-20',
    closure: '07',
    facts: [
      ...examplePathway.facts,
      {
        type: 'referral-closed',
        factId: 'closed',
        referralId: examplePathway.referralId,
        on: '2026-03-20',
        reason: '07',
      },
    ],
    clocks: examplePathway.clocks.map((clock) => ({
      ...clock,
      stop: '2026-03-20',
      state: 'ended' as const,
      days: 18,
      standing: 'not-counted' as const,
      stillNeeded: [],
    })),
  },
});
