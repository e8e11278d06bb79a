import { dayInWords } from '@waymark/care-types';

/** Why something is not recorded, for those who record it. */
export const recordRefusals = {
  'in-the-future': () =>
    'The date must be today or earlier. What is still to come is recorded when it has happened.',
  'before-the-referral': ({ receivedOn }: Readonly<Record<string, unknown>>) =>
    `The date must not be before the referral was received, ${dayInWords(receivedOn)}.`,
  'mechanism-not-in-use': () => 'That way of holding a contact was not in use on that date. Choose another.',
  'already-ended': ({ closedOn }: Readonly<Record<string, unknown>>) =>
    `The referral ended already, on ${dayInWords(closedOn)}.`,
  'after-the-end': ({ closedOn }: Readonly<Record<string, unknown>>) =>
    `The date must not be after the referral ended, ${dayInWords(closedOn)}.`,
  'ends-before-what-happened': () =>
    'Something is recorded after that date. Withdraw it first, or give a later date.',
  'already-recorded': () => 'Exactly this is recorded already.',
  'no-such-time': () =>
    'The clocks go forward on that day: that time does not exist. Give an hour later or earlier.',
  'time-comes-twice': () =>
    'The clocks go back on that day: that time comes twice. Add BST for the first of them, GMT for the second.',
};
