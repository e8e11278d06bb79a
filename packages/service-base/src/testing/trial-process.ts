import { setTimeout } from 'node:timers/promises';
import { service } from '../lifecycle.ts';
import { logger } from '../log.ts';
import { runService } from '../run-service.ts';

const log = logger({ level: 'info', service: 'trial' });
const fault = process.env['FAULT'];

const trial = service('trial', {
  web: (_req, res) => void res.end(),
  listen: { host: '127.0.0.1', port: 0, basePath: '/trial' },
  log,
  closes: [{ close: () => setTimeout(100) }],
  before: fault === 'fail' ? [() => Promise.reject(new Error('9990000018'))] : [],
});
await runService(fault === 'make' ? Promise.reject(new Error('9990000018')) : trial, {
  log,
  env: process.env,
});
if (fault === 'throw') {
  setImmediate(() => {
    throw new Error('9990000018');
  });
}
if (fault === 'reject') void Promise.reject(new Error('9990000018'));
