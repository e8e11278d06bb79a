import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** A registry for one service, with the measures of its process. */
export function metricsRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

type RelayStats = { pending: number; oldestAgeSeconds: number; sentTotal: number; leaseGeneration: number };
type ConsumerStats = {
  lag: number;
  parkedKeys: number;
  dlqTotal: number;
  applied: number;
  lastAppliedAt?: unknown;
  crash?: unknown;
};
type Measured<Stats> = { stats: () => Stats | Promise<Stats> };

/**
 * The health of the pipeline, read at each scrape from what relays and consumers know of themselves. A relay or a
 * consumer is told apart by its name. What cannot be read at a scrape is absent from it.
 */
export function pipelineMeasures(
  registry: Registry,
  pipeline: {
    relays?: Readonly<Record<string, Measured<RelayStats>>>;
    consumers?: Readonly<Record<string, Measured<ConsumerStats>>>;
    clock: { now(): Temporal.Instant };
  },
): void {
  const { relays = {}, consumers = {}, clock } = pipeline;
  readAt(registry, relays, 'relay', [
    gauge('outbox_pending', 'Aggregates with events that are not sent yet', (stats) => stats.pending),
    gauge(
      'outbox_oldest_age_seconds',
      'Age of the oldest event that is not sent',
      (stats) => stats.oldestAgeSeconds,
    ),
    counter('outbox_sent_total', 'Events sent since the process began', (stats) => stats.sentTotal),
    gauge('lease_generation', 'The fencing number of the lease held', (stats) => stats.leaseGeneration),
  ]);
  readAt(registry, consumers, 'group', [
    gauge('consumer_lag', 'Records on the topics that are not applied yet', (stats) => stats.lag),
    counter('dlq_total', 'Records sent to the dead-letter topic', (stats) => stats.dlqTotal),
    gauge(
      'parked_keys',
      'Keys whose records wait for an operator or for a resync',
      (stats) => stats.parkedKeys,
    ),
    counter('events_applied_total', 'Events applied since the process began', (stats) => stats.applied),
    gauge('projection_lag_seconds', 'Time since an event was applied, while there are more', (stats) =>
      stats.lag > 0 ? secondsSince(stats.lastAppliedAt, clock) : 0,
    ),
    counter('kafka_consumer_crash_total', 'Crashes of the consumer', (stats) => crashesOf(stats.crash)),
  ]);
}

type Series<Stats> = {
  name: string;
  help: string;
  read: (stats: Stats) => number;
  Kind: typeof Gauge | typeof Counter;
};

function gauge<Stats>(name: string, help: string, read: (stats: Stats) => number): Series<Stats> {
  return { name, help, read, Kind: Gauge };
}

function counter<Stats>(name: string, help: string, read: (stats: Stats) => number): Series<Stats> {
  return { name, help, read, Kind: Counter };
}

function readAt<Stats>(
  registry: Registry,
  sources: Readonly<Record<string, Measured<Stats>>>,
  label: string,
  series: readonly Series<Stats>[],
): void {
  const named = Object.entries(sources);
  if (named.length === 0) return;
  for (const { name, help, read, Kind } of series) {
    const metric: Gauge | Counter = new Kind({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      async collect() {
        const readings = await Promise.allSettled(
          named.map(async ([source, measured]) => ({ source, value: read(await measured.stats()) })),
        );
        metric.reset();
        for (const reading of readings) {
          if (reading.status === 'fulfilled' && Number.isFinite(reading.value.value)) {
            metric.inc({ [label]: reading.value.source }, reading.value.value);
          }
        }
      },
    });
  }
}

function secondsSince(at: unknown, clock: { now(): Temporal.Instant }): number {
  const then = at instanceof Date ? at.getTime() : typeof at === 'number' ? at : Date.parse(String(at));
  return Number.isNaN(then) ? 0 : Math.max(0, (clock.now().epochMilliseconds - then) / 1000);
}

function crashesOf(crash: unknown): number {
  return typeof crash === 'number' ? crash : crash ? 1 : 0;
}
