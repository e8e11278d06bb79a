import { event } from '../event.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayPriorityDecided = event('pathway.priority-decided', 1, {
  about: 'A named clinician has decided to see the child sooner, or to keep date order. No clock changes.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState,
  example: {
    ...examplePathway,
    priority: {
      ...examplePathway.priority,
      standing: 'accelerated',
      reviewDue: null,
      decision: {
        by: 'clinician-7f3a',
        on: '2026-03-05',
        outcome: 'accelerated',
        reasonCode: 'school-at-risk',
        expiresOn: '2026-09-05',
      },
    },
  },
});
