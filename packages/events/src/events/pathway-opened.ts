import { event } from '../event.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayOpened = event('pathway.opened', 1, {
  about: 'A wait is now followed: the referral is known and its clocks run from the received date.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState,
  example: examplePathway,
});
