import { systemClock } from '@waymark/care-types';
import { endProcess, loadConfig, logger, runService } from '@waymark/service-base';
import { pathwayTracker } from './app.ts';
import { configSchema } from './config.ts';

const config = loadConfig(configSchema, process.env);
const log = logger({ level: config.LOG_LEVEL, service: 'pathway-tracker' });
const service = pathwayTracker(config, { clock: systemClock, log, fatal: endProcess(log) });
await runService(service, { log, env: process.env });
