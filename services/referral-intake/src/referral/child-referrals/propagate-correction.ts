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

export type PropagateParts = {
  people: People;
  referrals: AggregateStore<ReferralRecord>;
  decileOf: (postcode: Postcode) => number | null;
};

/**
 * Bring what was corrected with a child into each of its open referrals, in the name of who corrected it. What was
 * published before a crash is not published again.
 */
export async function propagateCorrection(
  personId: PersonId,
  { people, referrals, decileOf }: PropagateParts,
  clock: Clock,
): Promise<void> {
  const { untold } = (await people.whole(personId)) ?? {};
  if (!untold) return;
  const { id, roles, organisation } = untold.by;
  for await (const { id: referralId, state } of referrals.each({ 'state.referral.personId': personId })) {
    if (isOver(state) || state.sameAgain) continue;
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
  await people.correctionPropagated(
    personId,
    untold.key,
    systemCommand('tell-referrals', `told ${untold.key}`, clock),
  );
}

const everyMinute = 60_000;

/** Brings corrections of a child that a stop or a crash has left pending into its open referrals. */
export function pendingCorrections(parts: PropagateParts, { clock }: { clock: Clock }): SweepDefinition {
  return {
    name: 'pending-corrections',
    does: 'lets open referrals tell what was corrected with their child',
    everyMs: everyMinute,
    look: async () => {
      for await (const personId of parts.people.withPendingCorrection())
        await propagateCorrection(personId, parts, clock);
    },
  };
}
