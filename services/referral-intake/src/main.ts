import { systemClock } from '@waymark/care-types';
import { endProcess, loadConfig, logger, runService } from '@waymark/service-base';
import { referralIntake } from './app.ts';
import { configSchema } from './config.ts';

const config = loadConfig(configSchema, process.env);
const log = logger({ level: config.LOG_LEVEL, service: 'referral-intake' });
const service = referralIntake(config, { clock: systemClock, log, fatal: endProcess(log) });
await runService(service, { log, env: process.env });
