export type { Arrivals } from './arrivals/arrivals.ts';
export { arrivingAnswer, ArrivingAnswer, notHereYet, type Arriving } from './arrivals/batch.ts';
export * from './audit/index.ts';
export {
  baseConfig,
  loadConfig,
  readConfig,
  Secret,
  ServiceUrl,
  wholeNumber,
  type BaseConfig,
} from './config.ts';
export { databaseGauges } from './database-gauges.ts';
export { service, type Check, type Service, type ServiceParts } from './lifecycle.ts';
export type { AttemptLimiter, HourlyLimit } from './limits.ts';
export { logger, scrubFields, scrubText } from './log.ts';
export { metricsRegistry, pipelineMeasures } from './metrics.ts';
export { nameIn, namesFor, peopleAtIntake, type Names, type People } from './people-at-intake.ts';
export { endProcess, runService } from './run-service.ts';
export { serviceBase, type Dependencies, type ServiceBase } from './service-base.ts';
export { sweep, type Looking, type Sweep, type SweepDefinition, type SweepState } from './sweep.ts';
export { stopTracing } from './tracing/stop.ts';
