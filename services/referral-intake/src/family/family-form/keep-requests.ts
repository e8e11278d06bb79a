import type { Log } from '@waymark/decisions';
import type { Clock } from '@waymark/care-types';

import { systemCommand } from '../../shared/domain/by-the-service.ts';
import { formKeptDays, notTakenKeptDays } from '../domain/family-request.ts';
import { tellFamily, type TellParts } from '../screen-not-now/tell-family.ts';

const lookedForEvery = 10 * 60 * 1_000;

/**
 * Now and every ten minutes: throws away the forms that nobody has confirmed, and the words of requests that were not
 * taken long ago; tells the families that could not be told before.
 */
export function requestKeeping(parts: TellParts, { clock, log }: { clock: Clock; log: Log }) {
  const { familyRequests } = parts;
  let looking: NodeJS.Timeout | undefined;
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
      await tellFamily(state.requestId, parts, clock);
  };
  const lookAgain = () =>
    look().catch((error: unknown) =>
      log.error({ err: error }, 'Requests of families could not be looked at'),
    );

  return {
    start: async () => {
      await lookAgain();
      looking = setInterval(() => void lookAgain(), lookedForEvery);
    },
    stop: async () => clearInterval(looking),
  };
}
