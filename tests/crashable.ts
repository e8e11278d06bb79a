import { systemClock } from '@waymark/care-types';
import { endProcess, logger, runService } from '@waymark/service-base';
import { faultFromEnv } from '@waymark/testkit/crash';
import { z } from 'zod';
import { serviceNames, services } from './services.ts';

// A service as its own main.ts starts it, beside that it dies at the point which the harness names, and that its clock
// may go ahead, so that one who died is missed at once.
const name = z.enum(serviceNames).parse(process.argv[2]);
const env = z.record(z.string(), z.string()).parse({ ...process.env });
const ahead = z.coerce.number().default(0).parse(env['WAYMARK_SECONDS_AHEAD']);
const log = logger({ level: 'warn', service: name });
const service = await services[name].make(env, {
  clock: { now: () => systemClock.now().add({ seconds: ahead }) },
  log,
  fatal: endProcess(log),
  fault: faultFromEnv(env),
});
await runService(service, { log, env });
