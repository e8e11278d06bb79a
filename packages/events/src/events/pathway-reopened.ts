import { event } from '../event.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayReopened = event('pathway.reopened', 1, {
  about:
    'What closed the wait was taken back: the child waits as if it had never been closed, from the same received date.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState,
  example: examplePathway,
});
