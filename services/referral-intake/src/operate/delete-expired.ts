import type { AggregateStore } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import type { CommandMeta } from '@waymark/decisions';
import type { Drafts } from '../referral/index.ts';
import type { ImportRows, UploadStore } from '../import/index.ts';
import { DraftId, draftKeptDays } from '../referral/domain/draft.ts';
import { forgetNames, isWaitedFor, type Import } from '../import/domain/import.ts';
import { rejectedRowsKeptDays } from '../referral/domain/retention.ts';

export type ExpiredParts = {
  drafts: Drafts;
  imports: AggregateStore<Import>;
  rows: ImportRows;
  uploads: UploadStore;
};

/** How much is kept past its time of what is nobody's record: it names children all the same. */
export type Expired = { drafts: number; rejectedRows: number; names: number; files: number };

/**
 * What is left past its time beside the records of children: drafts that nobody went on with, cells of rows that were
 * rejected or set aside, the names of files and of who sent them, and files of imports that are not being read. With `made` it is let go; without, it is only counted.
 */
export async function deleteExpired(
  { drafts, imports, rows, uploads }: ExpiredParts,
  clock: Clock,
  command: CommandMeta | undefined,
): Promise<Expired> {
  const before = (days: number) =>
    clock
      .now()
      .subtract({ hours: 24 * days })
      .toString();
  const left: Expired = { drafts: 0, rejectedRows: 0, names: 0, files: 0 };

  const forgotten = before(draftKeptDays);
  left.drafts = await drafts.countUntouchedSince(forgotten);
  for (let old = command ? await drafts.untouchedSince(forgotten) : []; command && old.length > 0;) {
    for (const { id, state } of old)
      await drafts.throwAway(DraftId.parse(id), { ...command, key: `forgotten ${state.savedAt}` });
    old = await drafts.untouchedSince(forgotten);
  }

  for await (const { id, state } of imports.each({
    'state.endedAt': { $lt: before(rejectedRowsKeptDays) },
  })) {
    const { importId, rejected, setAside, senderName, fileName } = state;
    if (rejected + setAside > 0) left.rejectedRows += await rows.deleteRejectedCells(importId, command);
    if (senderName === null && fileName === null) continue;
    left.names += 1;
    if (command) await imports.change(id, { ...command, key: `${command.key} ${id}` }, forgetNames);
  }

  for (const importId of await uploads.kept()) {
    const state = (await imports.get(importId))?.state;
    if (state && isWaitedFor(state)) continue;
    left.files += 1;
    if (command) await uploads.remove(importId);
  }
  return left;
}
