import * as support from '@waymark/needs-led-support';
import * as tracker from '@waymark/pathway-tracker';
import * as intake from '@waymark/referral-intake';
import type { Service, Dependencies } from '@waymark/service-base';

type Env = Readonly<Record<string, string>>;

/** The three services of the house: where each answers, what it offers, and how it is made from its environment. */
export const rooms = {
  'referral-intake': {
    basePath: '/referrals',
    actions: intake.actions,
    views: intake.views,
    configSchema: intake.configSchema,
    make: (env: Env, outside: Dependencies): Promise<Service> =>
      intake.referralIntake(intake.configSchema.parse(env), outside),
  },
  'pathway-tracker': {
    basePath: '/pathways',
    actions: tracker.actions,
    views: tracker.views,
    configSchema: tracker.configSchema,
    make: (env: Env, outside: Dependencies): Promise<Service> =>
      tracker.pathwayTracker(tracker.configSchema.parse(env), outside),
  },
  'needs-led-support': {
    basePath: '/support',
    actions: support.actions,
    views: support.views,
    configSchema: support.configSchema,
    make: (env: Env, outside: Dependencies): Promise<Service> =>
      support.needsLedSupport(support.configSchema.parse(env), outside),
  },
} as const;

export type RoomName = keyof typeof rooms;
export const roomNames = Object.keys(rooms) as RoomName[];
