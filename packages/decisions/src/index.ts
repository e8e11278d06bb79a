export { canonicalJson } from './canonical-json.ts';
export { decide, refuse } from './decision.ts';
export type { Actor, CommandMeta, Decided, Decision, NewEvent, Refused } from './decision.ts';
export type { Done, Happened, Outcome, StoredOutcome } from './outcome.ts';
export { systemCommands } from './system-command.ts';
export { TransientFailure } from './transient-failure.ts';
export type { Log } from './log.ts';
