import type { Log } from '@waymark/decisions';
import type { Clock } from '@waymark/care-types';

import type { Drafts } from '../adapters/drafts.ts';
import { DraftId, draftKeptDays } from '../domain/draft.ts';
import { systemCommand } from '../../shared/domain/system-command.ts';
import type { SweepDefinition } from '@waymark/service-base';

const hourly = 60 * 60 * 1_000;

/** Throws away the drafts that nobody has gone on with for so many days. */
export function expireDrafts(drafts: Drafts, { clock, log }: { clock: Clock; log: Log }): SweepDefinition {
  const look = async () => {
    const before = clock
      .now()
      .subtract({ hours: 24 * draftKeptDays })
      .toString();
    let thrownAway = 0;
    for (let old = await drafts.untouchedSince(before); old.length > 0;) {
      for (const { id, state } of old)
        await drafts.throwAway(
          DraftId.parse(id),
          systemCommand('throw-draft-away', `forgotten ${state.savedAt}`, clock),
        );
      thrownAway += old.length;
      old = await drafts.untouchedSince(before);
    }
    if (thrownAway > 0) log.info({ thrownAway }, 'Drafts that nobody went on with were thrown away');
  };

  return {
    name: 'expire-drafts',
    does: 'throws away drafts that nobody went on with',
    everyMs: hourly,
    look,
  };
}
