import type { CalendarDate } from '@waymark/care-types';

/** Who acts: the subject of the sign-in, never a name. */
export type Actor = {
  readonly id: string;
  readonly roles: readonly string[];
  readonly organisation?: string;
};

/** Who, when, why and under which key: one value from the request to the history. */
export type CommandMeta = {
  readonly by: Actor;
  /** The instant in UTC, written ISO 8601, and the date in London at that instant. */
  readonly at: { readonly instant: string; readonly date: CalendarDate };
  readonly name: string;
  /** The idempotency key: the same key with the same body is the same command. */
  readonly key: string;
  readonly bodyHash: string;
  readonly reason?: string;
  readonly traceparent?: string;
  /** The version that the person saw, from If-Match. */
  readonly expected?: number;
};

/** An event as a decision makes it: the store gives it a sequence, the relay sends it. */
export type NewEvent = { readonly type: string; readonly data: unknown };

/** The new state, and the events to publish. */
export type Decided<State> = {
  readonly kind: 'decided';
  readonly state: State;
  readonly events: readonly NewEvent[];
};

/** Why nothing changes: a code that the page has words for, and facts without anything personal. */
export type Refused = {
  readonly kind: 'refused';
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

export type Decision<State> = Decided<State> | Refused;

/** A decision that was taken: the new state and its events. */
export function decide<State>(state: State, events: readonly NewEvent[] = []): Decided<State> {
  return { kind: 'decided', state, events };
}

/** A refusal that can be expected. */
export function refuse(code: string, facts: Readonly<Record<string, unknown>> = {}): Refused {
  return { kind: 'refused', code, facts };
}
