/** Where events travel. One topic for each kind of aggregate. */
export const topics = {
  referrals: 'referrals.v1',
  imports: 'imports.v1',
  pathways: 'pathways.v1',
  support: 'support.v1',
} as const;
export type Topic = (typeof topics)[keyof typeof topics];

/** What a topic carries, and the service that alone writes to it. */
export const topicOwners: Readonly<Record<Topic, { owner: string; about: string }>> = {
  'referrals.v1': { owner: 'referral-intake', about: 'Every referral, as it now is. Key: referralId.' },
  'imports.v1': {
    owner: 'referral-intake',
    about: 'Which referrals a part of a file has brought. Key: batchId.',
  },
  'pathways.v1': {
    owner: 'pathway-tracker',
    about: 'Every pathway with its clocks and its place in the order, as it now is. Key: pathwayId.',
  },
  'support.v1': {
    owner: 'needs-led-support',
    about: 'The support suggested to a family while it waits. Key: pathwayId.',
  },
};
