import type { Refused } from './decision.ts';

/** A command that was carried out, now or before. */
export type Done<State> = {
  kind: 'done';
  id: string;
  /** Absent where what was done has no version, such as an import. */
  version?: number;
  state: State;
  events?: readonly string[];
  /** The same command came before: this is its answer again. */
  repeated: boolean;
};

/** What came of a command. */
export type Outcome<State> = Done<State> | NotDone;

/**
 * What came of a command to a stored aggregate. `done` with `repeated` is the answer to a command that was carried out
 * before: its version and events are those of then, the state is that of now. `refused` with the code `already-taken`
 * says that a unique index was in the way.
 */
export type StoredOutcome<State> = (Done<State> & { version: number; events: readonly string[] }) | NotDone;

type NotDone =
  | Refused
  | { kind: 'missing' }
  | { kind: 'exists'; version: number }
  /** The version that the person saw is not the current one. */
  | { kind: 'stale'; version: number }
  /** The same idempotency key came before with another body. */
  | { kind: 'key-reused' };
