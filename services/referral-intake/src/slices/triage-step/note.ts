import type { ReferralId } from '@waymark/events';
import { z } from 'zod';

const longest = 2_000;

/** What a person writes with a step. It is sealed, and no event and no log has it. `what` begins the sentence. */
export const note = (what: string) =>
  z
    .string({ error: `${what} is needed` })
    .trim()
    .min(1, `${what} is needed`)
    .max(longest, `${what} must be at most ${longest.toLocaleString('en-GB')} characters long`)
    .refine((text) => !/[^\P{Cc}\n\r\t]/u.test(text), `${what} must have no control characters`);

/** Where the note of a step belongs: to that step of that referral alone. */
export function stepPlace(referralId: ReferralId, at: string) {
  return { collection: 'referrals', id: referralId, field: `steps.${at}` };
}
