import { systemClock } from '@waymark/care-types';
import { logger } from '@waymark/runtime';
import { referralIntake } from '../services/referral-intake/src/app.ts';
import { configSchema } from '../services/referral-intake/src/config.ts';

// The real service, as its own main.ts makes it, in a process of its own. It tells its port, and then how much memory it holds.
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
setInterval(() => process.send?.({ rss: process.memoryUsage.rss() }), 100);
