import { metricsRegistry, pipelineMeasures } from './metrics.ts';

const now = Temporal.Instant.from('2026-03-01T10:00:30Z');
const clock = { now: () => now };

it('tells the health of the pipeline at each scrape, and leaves out what cannot be read', async () => {
  const registry = metricsRegistry('trial');
  let pending = 3;
  pipelineMeasures(registry, {
    clock,
    relays: {
      referrals: { stats: () => ({ pending, oldestAgeSeconds: 1.5, sentTotal: 9, leaseGeneration: 2 }) },
    },
    consumers: {
      pathways: {
        stats: async () => ({
          lag: 4,
          parkedKeys: 1,
          dlqTotal: 2,
          applied: 7,
          lastAppliedAt: new Date('2026-03-01T10:00:00Z'),
          crash: undefined,
        }),
      },
      idle: { stats: () => ({ lag: 0, parkedKeys: 0, dlqTotal: 0, applied: 0 }) },
      broken: { stats: () => Promise.reject(new Error('away')) },
    },
  });
  const first = await registry.metrics();
  for (const line of [
    'outbox_pending{relay="referrals",service="trial"} 3',
    'outbox_oldest_age_seconds{relay="referrals",service="trial"} 1.5',
    'outbox_sent_total{relay="referrals",service="trial"} 9',
    'lease_generation{relay="referrals",service="trial"} 2',
    'consumer_lag{group="pathways",service="trial"} 4',
    'dlq_total{group="pathways",service="trial"} 2',
    'parked_keys{group="pathways",service="trial"} 1',
    'events_applied_total{group="pathways",service="trial"} 7',
    'projection_lag_seconds{group="pathways",service="trial"} 30',
    'kafka_consumer_crash_total{group="pathways",service="trial"} 0',
    'dlq_total{group="idle",service="trial"} 0',
    'events_applied_total{group="idle",service="trial"} 0',
  ]) {
    expect(first).toContain(line);
  }
  expect(first).not.toContain('broken');
  pending = 0;
  expect(await registry.metrics()).toContain('outbox_pending{relay="referrals",service="trial"} 0');
});
