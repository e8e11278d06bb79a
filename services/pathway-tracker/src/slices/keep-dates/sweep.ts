import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import type { Log } from '@waymark/messaging';
import type { Pathway } from '../../domain/pathway.ts';
import { rulesVersion } from '@waymark/wait-clocks';
import { keepDates } from './decide.ts';

type Parts = { pathways: AggregateStore<Pathway>; clock: Clock };

/** Every pathway on which the date alone has changed something by today. Doing it again changes nothing. */
export function keepAllDates(parts: Parts): Promise<number> {
  return reckonAgain({ 'state.recheckOn': { $lte: todayInLondon(parts.clock) } }, parts);
}

/** Every pathway whose clocks were worked out by earlier rules. Doing it again changes nothing. */
export function keepToTheRules(parts: Parts): Promise<number> {
  return reckonAgain({ 'state.rules': { $ne: rulesVersion } }, parts);
}

async function reckonAgain(wanted: Filter, { pathways, clock }: Parts): Promise<number> {
  const today = todayInLondon(clock);
  const due: string[] = [];
  for await (const { id } of pathways.each(wanted)) due.push(id);
  for (const id of due) {
    const made = {
      by: { id: 'pathway-tracker', roles: [] },
      at: { instant: clock.now().toString(), date: today },
      command: 'keep-dates',
      key: `keep-dates:${today}:${rulesVersion}`,
      bodyHash: today,
    };
    await pathways.change(id, made, (pathway) => keepDates(pathway, today));
  }
  return due.length;
}

const everyMs = 15 * 60_000;

/** Looks at start and every quarter of an hour, so that a new day is noticed soon; whether the rules are new, at start. */
export function dateSweep(parts: Parts, log: Log) {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  let byTheRules = false;
  const sweep = () => {
    underWay = (async () => {
      const count = byTheRules ? 0 : await keepToTheRules(parts);
      byTheRules = true;
      if (count > 0) log.info({ count }, 'Clocks were worked out again by new rules');
      const dates = await keepAllDates(parts);
      if (dates > 0) log.info({ count: dates }, 'Dates were kept');
    })().catch((error: unknown) =>
      log.warn({ err: error }, 'Dates could not be kept, and are tried again later'),
    );
  };
  return {
    start() {
      sweep();
      timer = setInterval(sweep, everyMs);
    },
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
