import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import type { Log } from '@waymark/decisions';
import type { SweepDefinition } from '@waymark/service-base';
import { rulesVersion } from '@waymark/wait-clocks';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { systemCommand } from '../system-command.ts';
import { applyDateChanges } from './decide.ts';

type Parts = { pathways: AggregateStore<Pathway>; clock: Clock };
type Looking = Parameters<SweepDefinition['look']>[0];

const everyMs = 15 * 60_000;
/** Another process looks, or was killed while it did: its lease is then over. */
const retryMs = 20_000;
/** After so many the lease is prolonged. */
const withinALease = 50;

/**
 * Looks at start and every quarter of an hour, so that a new day is noticed soon, at every pathway on which the date
 * alone has changed something; and once, at start, at those whose clocks were worked out by earlier rules. Doing it
 * again changes nothing.
 */
export function dateSweep(parts: Parts, log: Log): SweepDefinition {
  let rulesAreApplied = false;
  const recalculate = async (wanted: Filter, looking: Looking, done: string): Promise<boolean> => {
    const { count, all } = await recalculateAll(wanted, parts, looking);
    if (count > 0) log.info({ count }, done);
    return all;
  };
  return {
    name: 'date-changes',
    does: 'applies what a new day changes: clocks that end, decisions that are over, limits that are near or passed',
    everyMs,
    retryMs,
    lease: 'dates',
    look: async (looking) => {
      rulesAreApplied ||= await recalculate(
        { 'state.rules': { $ne: rulesVersion } },
        looking,
        'Clocks were worked out again by new rules',
      );
      const today = todayInLondon(parts.clock);
      const all = await recalculate(
        { 'state.recheckOn': { $lte: today } },
        looking,
        'What a new day changes was applied',
      );
      return rulesAreApplied && all ? 'done' : 'unfinished';
    },
  };
}

/**
 * How many were looked at, and whether that was all. One process at a time does it; were there two, each change would
 * still be made once: it is a conditional write.
 */
async function recalculateAll(
  wanted: Filter,
  { pathways, clock }: Parts,
  { hold, signal }: Looking,
): Promise<{ count: number; all: boolean }> {
  const today = todayInLondon(clock);
  const due: { id: string; version: number }[] = [];
  for await (const { id, version } of pathways.each(wanted)) due.push({ id, version });
  for (const [count, { id, version }] of due.entries()) {
    if (signal.aborted || (count % withinALease === 0 && !(await hold()))) return { count, all: false };
    const command = systemCommand('keep-dates', `keep-dates:${today}:${version}`, clock, today);
    await pathways.change(id, command, (pathway) => applyDateChanges(pathway, today));
  }
  return { count: due.length, all: true };
}
