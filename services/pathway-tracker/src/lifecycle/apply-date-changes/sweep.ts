import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore, Filter, Leases } from '@waymark/aggregate-store';
import type { Log } from '@waymark/decisions';
import { rulesVersion } from '@waymark/wait-clocks';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { systemCommand } from '../system-command.ts';
import { applyDateChanges } from './decide.ts';

type Parts = { pathways: AggregateStore<Pathway>; clock: Clock; leases: Leases };

/** How many were looked at, and whether that was all: not while another process does it. */
type Looked = { count: number; all: boolean };

/** Every pathway on which the date alone has changed something by today. Doing it again changes nothing. */
export function applyAllDateChanges(parts: Parts): Promise<Looked> {
  return recalculateAll({ 'state.recheckOn': { $lte: todayInLondon(parts.clock) } }, parts);
}

/** Every pathway whose clocks were worked out by earlier rules. Doing it again changes nothing. */
export function applyNewRules(parts: Parts): Promise<Looked> {
  return recalculateAll({ 'state.rules': { $ne: rulesVersion } }, parts);
}

const leaseName = 'dates';
/** After so many the lease is prolonged. */
const withinALease = 50;

/** One process at a time does it. Were there two, each change would still be made once: it is a conditional write. */
async function recalculateAll(wanted: Filter, { pathways, clock, leases }: Parts): Promise<Looked> {
  if (!(await leases.hold(leaseName))) return { count: 0, all: false };
  const today = todayInLondon(clock);
  const due: { id: string; version: number }[] = [];
  for await (const { id, version } of pathways.each(wanted)) due.push({ id, version });
  for (const [count, { id, version }] of due.entries()) {
    if (count % withinALease === 0 && !(await leases.hold(leaseName))) return { count, all: false };
    const command = systemCommand('keep-dates', `keep-dates:${today}:${version}`, clock, today);
    await pathways.change(id, command, (pathway) => applyDateChanges(pathway, today));
  }
  return { count: due.length, all: true };
}

const everyMs = 15 * 60_000;
/** Another process does it, or was killed while it did: its lease is then over. */
const soonMs = 20_000;

/** Looks at start and every quarter of an hour, so that a new day is noticed soon; whether the rules are new, at start. */
export function dateSweep(parts: Parts, log: Log) {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  let byTheRules = false;
  let isStopped = false;

  /** Whether everything was looked at. */
  const look = async (): Promise<boolean> => {
    if (!byTheRules) {
      const { count, all } = await applyNewRules(parts);
      byTheRules = all;
      if (count > 0) log.info({ count }, 'Clocks were worked out again by new rules');
    }
    const { count, all } = await applyAllDateChanges(parts);
    if (count > 0) log.info({ count }, 'Dates were kept');
    await parts.leases.release();
    return byTheRules && all;
  };
  const sweep = () => {
    underWay = look()
      .catch((error: unknown) => {
        log.warn({ err: error }, 'Dates could not be kept, and are tried again soon');
        return false;
      })
      .then((all) => {
        if (!isStopped) timer = setTimeout(sweep, all ? everyMs : soonMs);
      });
  };
  return {
    start: sweep,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
