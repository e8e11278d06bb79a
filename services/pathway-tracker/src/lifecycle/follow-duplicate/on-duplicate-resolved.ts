import { todayInLondon } from '@waymark/care-types';
import { pathwayIdOf, referralDuplicateResolved } from '@waymark/events';
import { on, type Handled } from '@waymark/messaging';
import { follow } from '../follow-referral/decide.ts';
import { joinSpellsOf, type Parts } from '../join-spell/on-pathway-event.ts';

/**
 * Two records were found to be of one child, or a decision about them was undone: the pathway follows its referral to
 * the other child, ends as a duplicate without a clock, or opens again. The spell of the child whom it leaves is worked
 * out anew without it; that of the other follows from the pathway's own event.
 */
export const followDuplicate = on(
  referralDuplicateResolved,
  async (event, { pathways, clock }: Parts): Promise<Handled> => {
    const { personBefore, referralId } = event.data;
    const handled = await pathways.react(pathwayIdOf(referralId), event, (pathway) =>
      follow(pathway, event.data, todayInLondon(clock)),
    );
    if (personBefore !== null && (handled === 'applied' || handled === 'repeat'))
      await joinSpellsOf({ personId: personBefore }, event.id, { pathways, clock });
    return handled;
  },
);
