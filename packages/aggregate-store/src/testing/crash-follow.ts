import { decide } from '@waymark/events';
import { on } from '@waymark/messaging';
import type { Consumer } from '@waymark/messaging';
import type { Spine } from './crash-place.ts';
import { tallyRaised } from './tally.ts';

const follow = on(tallyRaised, (event, { followed }: Pick<Spine, 'followed'>) =>
  followed.react(event.subject, event, (state) =>
    decide({ sequences: [...(state?.sequences ?? []), event.sequence], amounts: event.data.amounts }),
  ),
);

/** The consumer of the spine. */
export function follower(spine: Pick<Spine, 'followed' | 'messaging' | 'lot'>): Consumer {
  return spine.messaging.consumer('follower', [follow], spine, { lot: spine.lot });
}
