import type { AggregateStore } from '@waymark/aggregate-store';
import { londonDateOf, type Clock, type Postcode } from '@waymark/care-types';
import { refuse } from '@waymark/decisions';
import type { PersonId } from '@waymark/events';
import type { People } from '../../person/index.ts';
import { systemCommand } from '../../shared/domain/system-command.ts';
import { childFields, correctChildFields } from '../domain/child-fields.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { isOver } from '../domain/retention.ts';
import type { SweepDefinition } from '@waymark/service-base';

export type TellParts = {
  people: People;
  referrals: AggregateStore<ReferralRecord>;
  decileOf: (postcode: Postcode) => number | null;
};

/**
 * Let each open referral of a child tell what was corrected with the child, in the name of who corrected it. What was
 * told before a crash is not told again.
 */
export async function tellReferrals(
  personId: PersonId,
  { people, referrals, decileOf }: TellParts,
  clock: Clock,
): Promise<void> {
  const { untold } = (await people.whole(personId)) ?? {};
  if (!untold) return;
  const { id, roles, organisation } = untold.by;
  for await (const { id: referralId, state } of referrals.each({ 'state.referral.personId': personId })) {
    if (isOver(state)) continue;
    const command = {
      by: { id, roles, ...(organisation && { organisation }) },
      at: { instant: untold.at, date: londonDateOf(untold.at) },
      ...{ name: 'correct-person', key: `of the child ${untold.key}`, bodyHash: '' },
    };
    // Read again for each: whoever corrects the child meanwhile is not undone by what was read before.
    await referrals.change(referralId, command, async (record) => {
      const now = await people.whole(personId);
      if (!now) return refuse('erased');
      const right = childFields(now.details, now.untold ?? untold, decileOf);
      return correctChildFields(record, right, untold.reason);
    });
  }
  await people.told(personId, untold.key, systemCommand('tell-referrals', `told ${untold.key}`, clock));
}

const everyMinute = 60_000;

/** Lets open referrals tell what a stop or a crash has left untold of a corrected child. */
export function pendingCorrections(parts: TellParts, { clock }: { clock: Clock }): SweepDefinition {
  return {
    name: 'pending-corrections',
    does: 'lets open referrals tell what was corrected with their child',
    everyMs: everyMinute,
    look: async () => {
      for await (const personId of parts.people.withUntold()) await tellReferrals(personId, parts, clock);
    },
  };
}
