import {
  needsSameDayResponse,
  type CalendarDate,
  type Circumstance,
  type CircumstancesToldBy,
} from '@waymark/care-types';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralCircumstancesChanged } from '@waymark/events';
import type { z } from 'zod';
import { toldByReferrer, type ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow } from '../../referral/domain/triage.ts';

type Id = Circumstance['id'];

type Change = {
  begun: readonly Id[];
  ended: readonly Id[];
  since?: CalendarDate | undefined;
  source: Circumstance['source'];
  /** A referrer says so: of what others state it learns nothing, and changes nothing. */
  byReferrer?: boolean | undefined;
  toldBy: z.infer<typeof CircumstancesToldBy>;
  note?: string | undefined;
};

/**
 * Something in the life of the child has changed. What is new may open a priority review, or the clinical route of the
 * same day, which stays open until a clinician says what was done. No clock moves by it.
 */
export function changeCircumstances(
  record: ReferralRecord,
  { begun, ended, since, source, byReferrer = false, toldBy, note }: Change,
  command: CommandMeta,
): Decision<ReferralRecord> {
  const refused = refusedNow('circumstances', record);
  if (refused) return refused;
  if (begun.some((id) => ended.includes(id))) return refuse('begun-and-ended');
  if (since !== undefined && since > command.at.date) return refuse('since-the-future');
  const held = record.referral.circumstances;
  const told = toldByReferrer(record);
  const seen = byReferrer ? told : held;
  const fresh = begun.filter(
    (id) => !seen.some((each) => each.id === id && (since === undefined || each.since === since)),
  );
  const gone = ended.filter((id) => seen.some((each) => each.id === id));
  if (fresh.length + gone.length === 0) return refuse('nothing-changed');
  const mayReplace = (id: Id) => {
    const other = held.find((each) => each.id === id);
    return !byReferrer || !other || (isIn(told, id) && isReferrers(other));
  };
  const knownFrom = toldBy === 'stated-wrongly' ? undefined : toldBy;
  const stated = fresh.map((id): Circumstance => ({
    id,
    ...(since && { since }),
    ...(knownFrom && { knownFrom }),
    source,
  }));
  const added = stated.filter(({ id }) => mayReplace(id));
  const over = gone.filter(mayReplace);
  const replaced = [...over, ...added.map(({ id }) => id)];
  // A serious risk that is stated again is looked at again, although it is held already.
  const risks = stated.filter((each) => needsSameDayResponse([each])).map(({ id }) => id);
  const changed = [...new Set([...replaced, ...risks])];
  const referral = {
    ...record.referral,
    circumstances: [...held.filter(({ id }) => !replaced.includes(id)), ...added],
  };
  const steps = appendStep(record.steps, command, { reason: toldBy, begun: fresh, ended: gone, note });
  const now: ReferralRecord = {
    ...record,
    referral,
    toldByReferrer: byReferrer
      ? [...told.filter(({ id }) => !fresh.includes(id) && !gone.includes(id)), ...stated]
      : [...told],
    sameDayRisk: record.sameDayRisk || needsSameDayResponse(stated),
    steps,
  };
  return decide(
    now,
    changed.length > 0 ? [referralCircumstancesChanged({ ...referral, changed: [...changed] })] : [],
  );
}

function isIn(circumstances: readonly Circumstance[], id: Id): boolean {
  return circumstances.some((each) => each.id === id);
}

/** Whether a referrer may have stated it, for itself or for the family. */
function isReferrers({ source }: Circumstance): boolean {
  return source === 'referrer' || source === 'family';
}
