import * as support from '@waymark/needs-led-support';
import * as tracker from '@waymark/pathway-tracker';
import * as intake from '@waymark/referral-intake';
import type { Service, Dependencies } from '@waymark/service-base';

type Env = Readonly<Record<string, string>>;

/** The three services of the system: where each answers, what it offers, and how it is made from its environment. */
export const services = {
  'referral-intake': {
    basePath: '/referrals',
    actions: intake.actions,
    views: intake.views,
    configSchema: intake.configSchema,
    make: (env: Env, dependencies: Dependencies): Promise<Service> =>
      intake.referralIntake(intake.configSchema.parse(env), dependencies),
  },
  'pathway-tracker': {
    basePath: '/pathways',
    actions: tracker.actions,
    views: tracker.views,
    configSchema: tracker.configSchema,
    make: (env: Env, dependencies: Dependencies): Promise<Service> =>
      tracker.pathwayTracker(tracker.configSchema.parse(env), dependencies),
  },
  'needs-led-support': {
    basePath: '/support',
    actions: support.actions,
    views: support.views,
    configSchema: support.configSchema,
    make: (env: Env, dependencies: Dependencies): Promise<Service> =>
      support.needsLedSupport(support.configSchema.parse(env), dependencies),
  },
} as const;

export type ServiceName = keyof typeof services;
export const serviceNames = Object.keys(services) as ServiceName[];
