import { followDuplicate } from './follow-duplicate/on-duplicate-resolved.ts';
import { followReferral } from './follow-referral/on-referral-event.ts';
import { joinSpells } from './join-spell/on-pathway-event.ts';

/** What opens, moves and closes a pathway without a person: events of referrals, spells of several, and dates. */
export const consumes = [...followReferral, followDuplicate, ...joinSpells];

export { dateSweep } from './apply-date-changes/sweep.ts';
export { clockMeasures } from './clock-measures.ts';
