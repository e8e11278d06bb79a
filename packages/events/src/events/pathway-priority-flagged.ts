import { CircumstanceId } from '@waymark/care-types';
import { z } from 'zod';
import { event } from '../event.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayPriorityFlagged = event('pathway.priority-flagged', 1, {
  about:
    'A circumstance in the child’s life asks a person to decide whether to see the child sooner. No clock changes.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState.extend({ flagged: z.array(CircumstanceId) }),
  example: { ...examplePathway, flagged: ['exclusion-risk'] },
});
