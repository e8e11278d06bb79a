import type { AggregateStore } from '@waymark/aggregate-store';
import { calendarDate, type Clock } from '@waymark/care-types';
import { decide, type CommandMeta, type Outcome } from '@waymark/decisions';
import type { PersonId } from '@waymark/events';
import type { SweepDefinition } from '@waymark/service-base';
import type { Authority } from '../../person/domain/learn.ts';
import type { People } from '../../person/index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { systemCommand } from '../../shared/domain/system-command.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { statedIn } from '../adapters/sealed-parts.ts';

export type LearnParts = { people: People; referrals: AggregateStore<ReferralRecord>; cipher: FieldCipher };

type Done = Extract<Outcome<ReferralRecord>, { kind: 'done' }>;

/** Take what a referral stated into the record of its child, once, and note that it is. Undefined where that is known. */
export async function takeInStated(
  outcome: Done,
  authority: Authority,
  command: CommandMeta,
  { people, referrals, cipher }: LearnParts,
): Promise<Outcome<ReferralRecord> | undefined> {
  const { state } = outcome;
  const child = statedIn(state, cipher)?.child;
  const { referralId, personId } = state.referral;
  if (!state.learnPending) return undefined;
  if (child) {
    const { gender: _gender, ethnicCategory: _category, ...own } = child;
    await people.learn(personId, command, {
      referralId,
      version: outcome.version ?? 0,
      details: own,
      authority,
    });
  }
  const { by, at } = command;
  const noted = {
    by,
    at,
    name: 'learned-of-person',
    key: `learned ${referralId} ${outcome.version ?? 0}`,
    bodyHash: '',
  };
  const now = await referrals.change(referralId, noted, ({ learnPending: _done, ...record }) =>
    decide(record),
  );
  return now.kind === 'done' ? { ...outcome, state: now.state, version: now.version } : undefined;
}

/**
 * What a referral stated goes out of a record again, as far as it still stands as stated: the referral was not of that
 * child, or is not any more.
 */
export async function takeBackStated(
  state: ReferralRecord,
  personId: PersonId,
  command: CommandMeta,
  { people, cipher }: Pick<LearnParts, 'people' | 'cipher'>,
): Promise<void> {
  const child = statedIn(state, cipher)?.child;
  if (!child) return;
  const { gender: _gender, ethnicCategory: _category, ...details } = child;
  await people.unlearn(personId, command, { referralId: state.referral.referralId, details });
}

const everyMinute = 60_000;

/** Brings into the records of children what a stop or a crash has left with their referrals. */
export function pendingStatements(parts: LearnParts, { clock }: { clock: Clock }): SweepDefinition {
  return {
    name: 'pending-statements',
    does: 'takes what referrals stated into the records of their children',
    everyMs: everyMinute,
    look: async () => {
      for await (const { id, version, state } of parts.referrals.each({ 'state.learnPending': true })) {
        const [first] = await parts.referrals.history(id);
        const own = systemCommand('learn-of-person', id, clock);
        const command = {
          ...own,
          ...(first && { by: first.by, at: { ...first.at, date: calendarDate(first.at.date) } }),
        };
        const done = { kind: 'done' as const, id, version, state, events: [], repeated: true };
        await takeInStated(done, 'fills', command, parts);
      }
    },
  };
}
