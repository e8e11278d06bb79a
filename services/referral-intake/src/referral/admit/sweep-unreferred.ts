import type { AggregateStore, Stored } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import type { PersonId } from '@waymark/events';
import type { SweepDefinition } from '@waymark/service-base';
import type { People } from '../../person/index.ts';
import { systemCommand } from '../../shared/domain/system-command.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';

/** What of a child's record tells that nothing has become of it. */
type Unreferred = { personId: PersonId; erasedOn?: string | undefined; mergedInto?: PersonId | undefined };

export type UnreferredParts = {
  people: Pick<People, 'erase'>;
  referrals: Pick<AggregateStore<ReferralRecord>, 'count'>;
  personStore: { each(filter: object): AsyncIterable<Stored<Unreferred>> };
};

const hourly = 60 * 60 * 1_000;
/** A record is left alone for so long, in hours, and looked at for as long again as a service may have been away. */
const young = 1;
const old = 24 * 7;

/**
 * Takes away the records of children whose referral was never written, because a process died between the two: nobody
 * has asked for anything in their name.
 */
export function sweepUnreferred(
  { people, referrals, personStore }: UnreferredParts,
  { clock }: { clock: Clock },
): SweepDefinition {
  const ago = (hours: number) => clock.now().subtract({ hours }).toString({ fractionalSecondDigits: 3 });
  return {
    name: 'unreferred-people',
    does: 'takes away records of children whose referral was never written',
    everyMs: hourly,
    look: async ({ signal }) => {
      const between = { 'state.changedAt': { $gte: ago(old), $lt: ago(young) } };
      for await (const { state, version } of personStore.each(between)) {
        if (signal.aborted) return;
        const { personId, erasedOn, mergedInto } = state;
        if (version > 1 || erasedOn !== undefined || mergedInto !== undefined) continue;
        const [own, came] = await Promise.all([
          referrals.count({ 'state.referral.personId': personId }),
          referrals.count({ 'state.cameFor': personId }),
        ]);
        if (own + came === 0)
          await people.erase(personId, systemCommand('erase-person', `unreferred ${personId}`, clock));
      }
    },
  };
}
