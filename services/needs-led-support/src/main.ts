import { systemClock } from '@waymark/care-types';
import { endProcess, loadConfig, logger, runService } from '@waymark/service-base';
import { needsLedSupport } from './app.ts';
import { configSchema } from './config.ts';

const config = loadConfig(configSchema, process.env);
const log = logger({ level: config.LOG_LEVEL, service: 'needs-led-support' });
const service = needsLedSupport(config, { clock: systemClock, log, fatal: endProcess(log) });
await runService(service, { log, env: process.env });
