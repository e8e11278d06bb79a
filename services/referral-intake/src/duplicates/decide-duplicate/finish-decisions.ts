import type { Log } from '@waymark/decisions';
import type { Clock } from '@waymark/care-types';
import type { ReferralState } from '@waymark/events';

import { joinReferral } from '../domain/duplicate-referral.ts';
import { systemCommand } from '../../shared/domain/system-command.ts';
import { pairsOf } from '../adapters/duplicate-pairs.ts';
import { carryOut, type CarryOutParts } from './carry-out.ts';
import type { SweepDefinition } from '@waymark/service-base';

const everyTenSeconds = 10_000;
const together = 200;

/**
 * Goes on with what a stop or a crash left of decisions about duplicates; and brings
 * to the record that stays what another process logged for the other one before the decision had reached it.
 */
export function finishDecisions(
  parts: CarryOutParts,
  { clock, log }: { clock: Clock; log: Log },
): SweepDefinition {
  const look = async (): Promise<void> => {
    const unfinished = { 'state.state': { $in: ['under-way', 'taking-back'] } };
    for await (const { id } of parts.pairs.each(unfinished)) {
      await carryOut(id, parts, clock);
      log.info({ pairId: id }, 'A decision about a duplicate was carried out to its end');
    }
    await bringLate(parts, clock);
  };

  return {
    name: 'finish-duplicate-decisions',
    does: 'carries decisions about duplicates out to their end',
    everyMs: everyTenSeconds,
    look,
  };
}

async function bringLate(parts: CarryOutParts, clock: Clock): Promise<void> {
  const merged = parts.mergedPeople.all();
  for (let at = 0; at < merged.length; at += together) {
    const { items } = await parts.referrals.page({
      filter: { 'state.referral.personId': { $in: merged.slice(at, at + together) } },
      sort: { _id: 1 },
      limit: together,
    });
    for (const { state } of items) await bring(state.referral, parts, clock);
  }
}

async function bring(
  { referralId, personId }: Pick<ReferralState, 'referralId' | 'personId'>,
  { pairs, people, referrals }: CarryOutParts,
  clock: Clock,
): Promise<void> {
  const those = await pairsOf(pairs, personId);
  const pair = those.find(
    ({ state }) => state.state === 'decided' && state.decision?.merged === personId,
  )?.state;
  const kept = pair?.decision?.kept;
  const child = kept && (await people.details(kept));
  if (!pair || !kept || !child) return;
  const { pairId, round } = pair;
  const { dateOfBirth, addressHidden = false } = child;
  const command = systemCommand('same-child', `${pairId} late`, clock);
  await referrals.change(referralId, command, (record) =>
    joinReferral(
      record,
      { pairId, round, outcome: 'same-child', kept: { personId: kept, dateOfBirth, addressHidden } },
      command.at.date,
    ),
  );
}
