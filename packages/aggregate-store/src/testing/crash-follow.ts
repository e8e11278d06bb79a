import { decide } from '@waymark/decisions';
import { on, type Consumer } from '@waymark/messaging';
import type { Pipeline } from './crash-pipeline.ts';
import { tallyRaised } from './tally.ts';

const follow = on(tallyRaised, (event, { followed }: Pick<Pipeline, 'followed'>) =>
  followed.react(event.subject, event, (state) =>
    decide({ sequences: [...(state?.sequences ?? []), event.sequence], amounts: event.data.amounts }),
  ),
);

/** The consumer of the pipeline. */
export function follower(pipeline: Pick<Pipeline, 'followed' | 'messaging' | 'lot'>): Consumer {
  return pipeline.messaging.consumer('follower', [follow], pipeline, { lot: pipeline.lot });
}
