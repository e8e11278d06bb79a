import { FindingId } from '@waymark/wait-clocks';
import { z } from 'zod';
import { event } from '../event.ts';
import { FactId } from '../states/clocks.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayDataQualityFound = event('pathway.data-quality-found', 1, {
  about:
    'Something odd was found about what is recorded: a person looks at it. It changes no clock. Told once for the facts that show it.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState.extend({ findings: z.array(z.object({ id: FindingId, facts: z.array(FactId) })) }),
  example: { ...examplePathway, findings: [{ id: 'no-activity', facts: ['received'] }] },
});
