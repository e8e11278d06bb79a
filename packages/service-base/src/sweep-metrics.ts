import { Counter, Gauge, type Registry } from 'prom-client';
import type { SweepState } from './sweep.ts';

type Stateful = { state(): SweepState };

/** What each sweep did, read at each scrape: how often, when last, for how long, and whether that failed. */
export function sweepMetrics(registry: Registry, sweeps: readonly Stateful[]): void {
  if (sweeps.length === 0) return;
  const gauge = (name: string, help: string, read: (last: NonNullable<SweepState['last']>) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['sweep'],
      registers: [registry],
      collect() {
        for (const sweep of sweeps) {
          const { name, last } = sweep.state();
          if (last) this.set({ sweep: name }, read(last));
        }
      },
    });
  gauge(
    'sweep_last_run_timestamp_seconds',
    'When the last look of a sweep ended, in seconds since 1970',
    ({ endedAt }) => endedAt.epochMilliseconds / 1000,
  );
  gauge('sweep_last_duration_seconds', 'How long the last look of a sweep took', ({ seconds }) => seconds);
  gauge('sweep_last_failed', '1 when the last look of a sweep failed, else 0', ({ failed }) =>
    failed ? 1 : 0,
  );
  new Counter({
    name: 'sweep_runs_total',
    help: 'Looks of a sweep since the process began, by how they ended',
    labelNames: ['sweep', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const sweep of sweeps) {
        const { name, done, failed } = sweep.state();
        this.inc({ sweep: name, outcome: 'done' }, done);
        this.inc({ sweep: name, outcome: 'failed' }, failed);
      }
    },
  });
}
