import {
  needsSameDayResponse,
  type CalendarDate,
  type Circumstance,
  type CircumstancesToldBy,
} from '@waymark/care-types';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralCircumstancesChanged } from '@waymark/events';
import type { z } from 'zod';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow } from '../../referral/domain/triage.ts';

type Id = Circumstance['id'];

type Change = {
  begun: readonly Id[];
  ended: readonly Id[];
  since?: CalendarDate | undefined;
  source: Circumstance['source'];
  toldBy: z.infer<typeof CircumstancesToldBy>;
  note?: string | undefined;
};

/**
 * Something in the life of the child has changed. What is new may open a priority review, or the clinical route of the
 * same day, which stays open until a clinician says what was done. No clock moves by it.
 */
export function changeCircumstances(
  record: ReferralRecord,
  { begun, ended, since, source, toldBy, note }: Change,
  command: CommandMeta,
): Decision<ReferralRecord> {
  const refused = refusedNow('circumstances', record);
  if (refused) return refused;
  if (begun.some((id) => ended.includes(id))) return refuse('begun-and-ended');
  if (since !== undefined && since > command.at.date) return refuse('since-the-future');
  const held = record.referral.circumstances;
  const fresh = begun.filter(
    (id) => !held.some((each) => each.id === id && (since === undefined || each.since === since)),
  );
  const gone = ended.filter((id) => held.some((each) => each.id === id));
  const changed = [...fresh, ...gone];
  if (changed.length === 0) return refuse('nothing-changed');
  const knownFrom = toldBy === 'stated-wrongly' ? undefined : toldBy;
  const added = fresh.map((id): Circumstance => ({
    id,
    ...(since && { since }),
    ...(knownFrom && { knownFrom }),
    source,
  }));
  const referral = {
    ...record.referral,
    circumstances: [...held.filter(({ id }) => !changed.includes(id)), ...added],
  };
  const steps = appendStep(record.steps, command, { reason: toldBy, begun: fresh, ended: gone, note });
  const sameDayRisk = record.sameDayRisk || needsSameDayResponse(added);
  return decide({ ...record, referral, sameDayRisk, steps }, [
    referralCircumstancesChanged({ ...referral, changed }),
  ]);
}
