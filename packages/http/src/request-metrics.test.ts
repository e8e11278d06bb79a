import { Registry } from 'prom-client';
import { requestMeasure } from './request-metrics.ts';

it('an unknown method of HTTP does not become a label', async () => {
  const registry = new Registry();
  requestMeasure(registry)({ method: 'BREW', route: '/x', status: 405, seconds: 0.1 });
  expect(await registry.metrics()).toContain('method="other"');
});
