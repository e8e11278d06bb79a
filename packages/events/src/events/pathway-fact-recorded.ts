import { event } from '../event.ts';
import { FactId } from '../states/clocks.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayFactRecorded = event('pathway.fact-recorded', 1, {
  about:
    'Something that a clock may look at has been recorded, such as a contact; or withdrawn, and is no longer among the facts; or the referral says something new.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState.extend({ recorded: FactId }),
  example: {
    ...examplePathway,
    stage: 'seen',
    facts: [
      ...examplePathway.facts,
      {
        type: 'contact',
        factId: 'contact-1',
        referralId: examplePathway.referralId,
        on: '2026-04-02',
        attendance: '5',
        mechanism: '01',
      },
    ],
    recorded: 'contact-1',
  },
});
