export { crashRounds } from './crash-rounds.ts';
export type { CrashReport, CrashRounds, CrashRun } from './crash-rounds.ts';
export { FAULT, faultFromEnv, toldToFinish } from './fault-from-env.ts';
