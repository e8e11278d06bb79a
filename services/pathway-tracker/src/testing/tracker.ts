import type { Clock } from '@waymark/care-types';
import { pathwayIdOf, topics, type Envelope, type ReferralState } from '@waymark/events';
import type { Role } from '@waymark/policy';
import { serviceUnderTest, stubService, until, type ServiceUnderTest } from '@waymark/testkit';
import { referralEvent } from '@waymark/testkit/builders';
import { pathwayTracker } from '../app.ts';
import { configSchema } from '../config.ts';

export type { Answer } from '@waymark/testkit';

/**
 * The real service, and beside it a referral-intake that knows the names that it is given. `beside` is what another
 * one stands on: they are then two processes of one service.
 */
export async function tracker({
  clock,
  beside,
}: { clock?: Clock; beside?: ServiceUnderTest['shared'] } = {}) {
  const of: Record<string, { given: string; family: string }> = {};
  const intake = await stubService({ '/referrals/api/people/resolve': { names: of } });
  const service = await serviceUnderTest({
    name: 'pathway-tracker',
    basePath: '/pathways',
    make: (env, outside) => pathwayTracker(configSchema.parse(env), outside),
    settings: { INTAKE_URL: `${intake.url}/referrals` },
    ...(clock && { clock }),
    ...(beside && { beside }),
  });
  const api = (path: string, role?: Role) => service.get(`/api${path}`, role);
  /** Sends an event as referral-intake does. */
  const publishReferral = (envelope: Envelope) => service.publish(topics.referrals, envelope);
  return {
    ...service,
    url: service.url(),
    stands: service.shared,
    names: { of, is: intake.is },
    api,
    command: (path: string, body: object, headers: Record<string, string> = {}, who: Role = 'clinician') =>
      service.post(`/api${path}`, body, { who, headers }),
    publishReferral,
    /** Publishes a new referral and waits until its pathway is there. */
    async refer(state: ReferralState): Promise<string> {
      await publishReferral(referralEvent(state));
      const pathwayId = pathwayIdOf(state.referralId);
      await until(async () => (await api(`/${pathwayId}`)).status === 200);
      return pathwayId;
    },
    async close() {
      await service.close();
      await intake.close();
    },
  };
}

export type Tracker = Awaited<ReturnType<typeof tracker>>;
