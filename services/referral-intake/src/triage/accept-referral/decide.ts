import { teamType, validOn, type TeamType } from '@waymark/care-types';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralAccepted } from '@waymark/events';
import type { z } from 'zod';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow, withoutQuestion } from '../../referral/domain/triage.ts';
import { misfits, type Teams } from '../domain/team-fit.ts';

type Team = z.infer<typeof TeamType>;

/**
 * A team takes the referral on, once. A team that does not see this reason or age takes it on where somebody says of this
 * very team that they are sure. The received date stays as it was: the wait counts from there.
 */
export function accept(
  record: ReferralRecord,
  { team, sure, note }: { team: Team; sure?: Team | undefined; note?: string | undefined },
  command: CommandMeta,
  teams: Teams,
): Decision<ReferralRecord> {
  const refused = refusedNow('accept', record);
  if (refused) return refused;
  const on = command.at.date;
  if (!validOn(teamType, team, on)) return refuse('team-not-in-use', { team });
  const unfit = sure === team ? [] : misfits(team, record.referral, { teams, on });
  if (unfit.length > 0) return refuse('team-does-not-fit', { team, unfit });
  const referral = { ...withoutQuestion(record.referral), status: 'accepted' as const, acceptedOn: on, team };
  return decide({ ...record, referral, steps: appendStep(record.steps, command, { team, note }) }, [
    referralAccepted(referral),
  ]);
}
