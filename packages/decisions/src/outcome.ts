import type { Actor, Refused } from './decision.ts';

/** Who did something, by which command, and when: an instant in UTC. */
export type Happened = { readonly by: Actor; readonly command: string; readonly at: string };

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
  | {
      kind: 'stale';
      version: number;
      /** What was done after the version that the person saw, oldest first. */
      since?: readonly Happened[];
      /** In words, where there is more to say than that somebody did something. */
      says?: string;
    }
  /** The same idempotency key came before with another body. */
  | { kind: 'key-reused' };
