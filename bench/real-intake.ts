import { systemClock } from '@waymark/care-types';
import { logger } from '@waymark/service-base';
import { referralIntake } from '../services/referral-intake/src/app.ts';
import { configSchema } from '../services/referral-intake/src/config.ts';

// The real service, as its own main.ts makes it, in a process of its own. It tells its port, then how much memory it
// holds, and, when it is told to collect, how much of that is in use.
const config = configSchema.parse(process.env);
const service = await referralIntake(config, {
  clock: systemClock,
  log: logger({ level: config.LOG_LEVEL, service: 'referral-intake' }),
  fatal: (reason) => {
    throw new Error(reason);
  },
});
process.once('disconnect', () => process.exit());
process.send?.({ port: (await service.start()).port });
process.on('message', (said) => {
  if (said !== 'collect') return;
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ inUse: heapUsed + external });
});
setInterval(() => process.send?.({ rss: process.memoryUsage.rss() }), 100);
