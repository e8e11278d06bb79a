import { event } from '../event.ts';
import { PathwayState, Validation } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayValidated = event('pathway.validated', 1, {
  about:
    'Somebody looked whether the child still waits: yes, no (the wait is then closed by the same person, with a reason), or the family is to be asked. No clock changes by it.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState.extend({ validation: Validation }),
  example: { ...examplePathway, validation: { answer: 'still-waiting', on: '2026-04-06' } },
});
