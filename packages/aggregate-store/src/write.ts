import type { CommandMeta, NewEvent } from '@waymark/decisions';
import { eventId, type Envelope } from '@waymark/events';
import {
  shardOf,
  type AggregateDocument,
  type CommandEntry,
  type HistoryEntry,
  type OutboxEntry,
} from './document.ts';

/** How many history entries stay in the document; then they move to the collection beside it. */
export const historyKept = 100;
/** How many idempotency keys an aggregate remembers. */
export const commandsKept = 100;

/** What a load brings: everything but the history, which only grows. */
export type Loaded = Omit<AggregateDocument, 'history'>;

/** One change as decided, not yet written. */
export type Change<State = unknown> = {
  command: CommandMeta;
  state: State;
  events: readonly NewEvent[];
  /** The sources as they are after this change, where an event of another aggregate caused it. */
  sources?: Record<string, number>;
};

/** The document of an aggregate that did not exist before. */
export function firstWrite(id: string, change: Change): AggregateDocument {
  const now = new Date(change.command.at.instant);
  const hasEvents = change.events.length > 0;
  return {
    _id: id,
    version: 1,
    state: change.state,
    sequence: change.events.length,
    sent: 0,
    history: [historyEntry(1, change)],
    historyFrom: 1,
    outbox: outboxEntries(0, change),
    commands: change.sources === undefined ? [commandEntry(1, change)] : [],
    sources: change.sources ?? {},
    pending: hasEvents,
    pendingSince: hasEvents ? now : null,
    shard: shardOf(id),
    fence: 0,
    updatedAt: now,
  };
}

/**
 * The one conditional update that carries a change: it holds only while the version is still the one that was loaded.
 * The caller has copied the history to its archive where `historyIsFull` says so.
 */
export function nextWrite(before: Loaded, change: Change): { filter: object; update: object } {
  const version = before.version + 1;
  const now = new Date(change.command.at.instant);
  const outbox = outboxEntries(before.sequence, change);
  const entry = historyEntry(version, change);
  const set: Partial<AggregateDocument> = { version, state: change.state, updatedAt: now };
  const push: Record<string, unknown> = {};

  if (historyIsFull(before)) Object.assign(set, { history: [entry], historyFrom: version });
  else push['history'] = entry;

  if (change.sources !== undefined) set.sources = change.sources;
  else if (before.commands.length < commandsKept) push['commands'] = commandEntry(version, change);
  else set.commands = [...before.commands.slice(1 - commandsKept), commandEntry(version, change)];

  if (outbox.length > 0) {
    push['outbox'] = { $each: outbox };
    set.sequence = before.sequence + outbox.length;
    set.pending = true;
    set.pendingSince = before.pending ? (before.pendingSince ?? now) : now;
  }
  return {
    filter: { _id: before._id, version: before.version },
    update: { $set: set, ...(Object.keys(push).length > 0 ? { $push: push } : {}) },
  };
}

/** True when the document holds as many history entries as it may. */
export function historyIsFull({ version, historyFrom }: Pick<Loaded, 'version' | 'historyFrom'>): boolean {
  return version - historyFrom + 1 >= historyKept;
}

/** The events after the last one that the broker is known to have, oldest first. */
export function unsentOf({ outbox, sent }: Pick<Loaded, 'outbox' | 'sent'>): OutboxEntry[] {
  return outbox.filter((entry) => entry.sequence > sent).toSorted((a, b) => a.sequence - b.sequence);
}

/** The outbox entries of a change, numbered on from the last event of the aggregate. */
export function outboxEntries(lastSequence: number, { command, events }: Change): OutboxEntry[] {
  return events.map(({ type, data }, place) => ({
    sequence: lastSequence + place + 1,
    type,
    data,
    at: command.at.instant,
    ...(command.traceparent === undefined ? {} : { traceparent: command.traceparent }),
  }));
}

/** An outbox entry as it travels. */
export function envelopeOf(source: string, subject: string, entry: OutboxEntry): Envelope {
  return {
    id: eventId(subject, entry.sequence),
    type: entry.type,
    source,
    subject,
    sequence: entry.sequence,
    time: entry.at,
    data: entry.data,
    ...(entry.traceparent === undefined ? {} : { traceparent: entry.traceparent }),
  };
}

function historyEntry(version: number, { command, events }: Change): HistoryEntry {
  return {
    version,
    command: command.name,
    by: command.by,
    at: command.at,
    ...(command.reason === undefined ? {} : { reason: command.reason }),
    events: events.map(({ type }) => type),
  };
}

function commandEntry(version: number, { command, events }: Change): CommandEntry {
  return {
    key: command.key,
    by: command.by.id,
    bodyHash: command.bodyHash,
    version,
    events: events.map(({ type }) => type),
  };
}
