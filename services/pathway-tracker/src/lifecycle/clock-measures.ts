import type { AggregateStore } from '@waymark/aggregate-store';
import { services } from '@waymark/care-types';
import { pathwayClockChanged, pathwayOpened, type PathwayState } from '@waymark/events';
import { regimes } from '@waymark/wait-clocks';
import { Counter, type Registry } from 'prom-client';
import type { Pathway } from '../pathway/domain/pathway.ts';

/**
 * Clock starts and stops since the process began, counted when the write that made them is done: an event that is
 * delivered or handled again counts no second time. Each process counts what it wrote, so the sum over processes is
 * the number. A clock of a spell counts at its first referral. Every pair of labels is there from the start, so that
 * the first event already is an increase.
 */
export function clockMeasures(
  registry: Registry,
  { pathways }: { pathways: Pick<AggregateStore<Pathway>, 'onWritten'> },
): void {
  const labelNames = ['waiting_for', 'regime'] as const;
  const registers = [registry];
  const starts = new Counter({
    name: 'waymark_clock_starts_total',
    help: 'Clocks that began to run',
    labelNames,
    registers,
  });
  const stops = new Counter({
    name: 'waymark_clock_stops_total',
    help: 'Clocks that stopped because their aim was reached',
    labelNames,
    registers,
  });
  for (const { code } of services.entries)
    for (const regime of Object.keys(regimes)) {
      starts.inc({ waiting_for: code, regime }, 0);
      stops.inc({ waiting_for: code, regime }, 0);
    }

  pathways.onWritten(({ events }) => {
    for (const { type, data } of events)
      for (const { regime, state } of movedBy(type, data as PathwayState & { changed?: readonly string[] })) {
        const labels = { waiting_for: (data as PathwayState).service, regime };
        if (type === pathwayOpened.type || state === 'running') starts.inc(labels);
        if (state === 'stopped') stops.inc(labels);
      }
  });
}

/** The pathway's own clocks that an event starts or moves. */
function movedBy(
  type: string,
  { clocks, referralId, changed = [] }: PathwayState & { changed?: readonly string[] },
): PathwayState['clocks'] {
  if (type !== pathwayOpened.type && type !== pathwayClockChanged.type) return [];
  return clocks.filter(
    (clock) =>
      clock.referralId === referralId && (type === pathwayOpened.type || changed.includes(clock.regime)),
  );
}
