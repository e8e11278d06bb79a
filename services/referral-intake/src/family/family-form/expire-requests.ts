import type { Log } from '@waymark/decisions';
import type { Clock } from '@waymark/care-types';

import { systemCommand } from '../../shared/domain/system-command.ts';
import { formKeptDays, notTakenKeptDays } from '../domain/family-request.ts';
import { notifyFamily, type NotifyParts } from '../screen-not-now/notify-family.ts';
import type { SweepDefinition } from '@waymark/service-base';

const everyTenMinutes = 10 * 60 * 1_000;

/**
 * Throws away the forms that nobody has confirmed, and the words of requests that were not
 * taken long ago; tells the families that could not be told before.
 */
export function expireRequests(
  parts: NotifyParts,
  { clock, log }: { clock: Clock; log: Log },
): SweepDefinition {
  const { familyRequests } = parts;
  const before = (days: number) =>
    clock
      .now()
      .subtract({ hours: 24 * days })
      .toString();

  const throwAway = async (oldOnes: () => ReturnType<typeof familyRequests.openSince>) => {
    let thrownAway = 0;
    for (let old = await oldOnes(); old.length > 0; old = await oldOnes()) {
      for (const { state } of old)
        await familyRequests.throwAway(
          state.requestId,
          systemCommand('throw-family-request-away', `forgotten ${state.savedAt}`, clock),
        );
      thrownAway += old.length;
    }
    return thrownAway;
  };
  const look = async () => {
    const forms = await throwAway(() => familyRequests.openSince(before(formKeptDays)));
    const notTaken = await throwAway(() => familyRequests.notTakenSince(before(notTakenKeptDays)));
    if (forms + notTaken > 0)
      log.info({ forms, notTaken }, 'What families wrote was thrown away in its time');
    const lastMinute = clock.now().subtract({ minutes: 1 }).toString();
    for (const { state } of await familyRequests.toTell(lastMinute))
      await notifyFamily(state.requestId, parts, clock);
  };

  return {
    name: 'expire-family-requests',
    does: 'throws away what families wrote in its time, and writes to those who could not be reached before',
    everyMs: everyTenMinutes,
    look,
  };
}
