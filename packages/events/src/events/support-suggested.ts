import { event } from '../event.ts';
import { SupportState } from '../states/support.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const supportSuggested = event('support.suggested', 1, {
  about: 'Help that a family can use now has been suggested, each with the reasons for it.',
  topic: topics.support,
  key: 'pathwayId',
  data: SupportState,
  example: {
    pathwayId: examplePathway.pathwayId,
    personId: examplePathway.personId,
    service: examplePathway.service,
    suggestions: [
      {
        listingId: 'educational-psychology-drop-ins',
        title: 'Educational psychology drop-ins',
        score: 4.5,
        reasons: [
          { code: 'meets-need', domain: 'change', setting: 'school', text: 'Helps with change at school' },
          { code: 'open-door', text: 'No referral or diagnosis is needed' },
        ],
      },
    ],
    suggestedOn: '2026-03-02',
    directoryVersion: '2026-11-21',
    policyVersion: '1',
  },
});
