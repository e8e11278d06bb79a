import type { Envelope, PathwayState } from '@waymark/events';
import { Counter, type Registry } from 'prom-client';

export type ClockMeasures = { hear(event: Envelope<PathwayState & { changed?: readonly string[] }>): void };

/**
 * Clock starts and stops since the process began, from the service's own events. Each process hears a share of them,
 * so the sum over processes is the number. A clock of a spell counts at its first referral.
 */
export function clockMeasures(registry: Registry): ClockMeasures {
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
  return {
    hear({ type, data }) {
      const opened = type === 'pathway.opened.v1';
      const changed = data.changed ?? [];
      for (const { regime, referralId, state } of data.clocks) {
        if (referralId !== data.referralId || !(opened || changed.includes(regime))) continue;
        const labels = { waiting_for: data.service, regime };
        if (opened || state === 'running') starts.inc(labels);
        if (state === 'stopped') stops.inc(labels);
      }
    },
  };
}
