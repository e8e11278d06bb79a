import type { AggregateStore, Stored } from '@waymark/aggregate-store';
import type { CalendarDate } from '@waymark/care-types';
import { decide, type CommandMeta } from '@waymark/decisions';
import { type PersonId } from '@waymark/events';
import type { AuditLog } from '@waymark/service-base';
import { pairsOf, type DuplicatePairs } from '../duplicates/index.ts';
import { withoutSealedTexts } from '../shared/identity/sealed-texts.ts';
import type { NeedsPlans } from '../needs-plan/index.ts';
import type { People } from '../person/index.ts';
import { forget } from '../duplicates/domain/duplicate-pair.ts';
import type { ReferralRecord } from '../referral/domain/referral-record.ts';
import { isOver, keptUntil } from '../referral/domain/retention.ts';

export type EraseParts = {
  people: People;
  referrals: AggregateStore<ReferralRecord>;
  plans: NeedsPlans;
  pairs: DuplicatePairs;
  audit: AuditLog;
};

/** A child whose identity may be taken away: pseudonym and references, nothing that tells who it is. */
export type Erasable = {
  personId: PersonId;
  references: string[];
  /** How many of the referrals still wait: then nothing is erased. */
  open: number;
};

/** What erasing a child would touch; undefined for one who is not known or is erased already. */
export async function erasable(
  personId: PersonId,
  { people, referrals }: EraseParts,
): Promise<Erasable | undefined> {
  if ((await people.details(personId)) === undefined) return undefined;
  const records = await recordsOf(personId, referrals);
  return {
    personId,
    references: records.map(({ state }) => state.referral.reference),
    open: records.filter(({ state }) => !isOver(state)).length,
  };
}

/**
 * Take away who a child is: every detail, version and hash, also of the records that were put together with this one,
 * the free text of the referrals and of decisions about duplicates, and the plans. The referrals stay under the
 * pseudonym. The words go first and the person last, so that after a crash the same command goes on. Written to the
 * audit log before anything is taken away. Throws while a referral is open.
 */
export async function erase(
  { personId, open }: Erasable,
  why: 'asked for' | 'retention is over',
  command: CommandMeta,
  { people, referrals, plans, pairs, audit }: EraseParts,
): Promise<void> {
  if (open > 0) throw new Error('A referral of this child is open');
  await audit.record({
    actor: command.by.id,
    action: 'erase-person',
    subjects: [personId],
    purpose: why,
    outcome: 'begun',
    traceId: '0'.repeat(32),
  });
  for (const { id } of await recordsOf(personId, referrals))
    await referrals.change(id, { ...command, key: `${command.key} ${id}` }, (record) =>
      decide(withoutSealedTexts(record)),
    );
  for (const { id } of await pairsOf(pairs, personId))
    await pairs.change(id, { ...command, key: `${command.key} ${id}` }, forget);
  const child = await people.details(personId);
  if (child) await plans.eraseOf(personId, child, command);
  const all = await people.joinedTo(personId);
  if (child) for (const joined of all) await plans.eraseOf(joined, child, command);
  for (const joined of all) await people.erase(joined, { ...command, key: `${command.key} ${joined}` });
  await people.erase(personId, command);
  await audit.record({
    actor: command.by.id,
    action: 'erase-person',
    subjects: [personId],
    purpose: why,
    outcome: 'done',
    traceId: '0'.repeat(32),
  });
}

/** The children whose time is over, as of a day. */
export async function* overdue(today: CalendarDate, parts: EraseParts): AsyncGenerator<Erasable> {
  const seen = new Set<PersonId>();
  for await (const { state } of parts.referrals.each({ 'state.waitingFor': { $exists: false } })) {
    const { personId } = state.referral;
    if (seen.has(personId)) continue;
    seen.add(personId);
    const { dateOfBirth } = (await parts.people.details(personId)) ?? state.referral;
    const records = await recordsOf(personId, parts.referrals);
    const until = keptUntil(
      dateOfBirth,
      records.map(({ state: record }) => record),
    );
    if (until === undefined || until >= today) continue;
    const found = await erasable(personId, parts);
    if (found) yield found;
  }
}

async function recordsOf(
  personId: PersonId,
  referrals: AggregateStore<ReferralRecord>,
): Promise<Stored<ReferralRecord>[]> {
  const records: Stored<ReferralRecord>[] = [];
  for await (const record of referrals.each({ 'state.referral.personId': personId })) records.push(record);
  return records;
}
