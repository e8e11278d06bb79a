import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import type { Log } from '@waymark/messaging';
import type { Pathway } from '../../domain/pathway.ts';
import { keepDates } from './decide.ts';

type Parts = { pathways: AggregateStore<Pathway>; clock: Clock };

/** Every pathway on which the date alone has changed something by today. Doing it again changes nothing. */
export async function keepAllDates({ pathways, clock }: Parts): Promise<number> {
  const today = todayInLondon(clock);
  const due: string[] = [];
  for await (const { id } of pathways.each({ 'state.recheckOn': { $lte: today } })) due.push(id);
  for (const id of due) {
    const made = {
      by: { id: 'pathway-tracker', roles: [] },
      at: { instant: clock.now().toString(), date: today },
      command: 'keep-dates',
      key: `keep-dates:${today}`,
      bodyHash: today,
    };
    await pathways.change(id, made, (pathway) => keepDates(pathway, today));
  }
  return due.length;
}

const everyMs = 15 * 60_000;

/** Looks at start and every quarter of an hour, so that a new day is noticed soon. */
export function dateSweep(parts: Parts, log: Log) {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  const sweep = () => {
    underWay = keepAllDates(parts).then(
      (count) => (count > 0 ? log.info({ count }, 'Dates were kept') : undefined),
      (error: unknown) => log.warn({ err: error }, 'Dates could not be kept, and are tried again later'),
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
