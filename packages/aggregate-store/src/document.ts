import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import type { Actor } from '@waymark/decisions';

/** One thing that happened to an aggregate: who, when, by which command, with which events. */
export type HistoryEntry = {
  version: number;
  command: string;
  by: Actor;
  at: { instant: string; date: string };
  reason?: string;
  events: string[];
};

/** An event that waits to be published, or the last one that was. */
export type OutboxEntry = { sequence: number; type: string; data: unknown; at: string; traceparent?: string };

/** A command that was carried out, so that the same one sent again gets the same answer. */
export type CommandEntry = { key: string; by: string; bodyHash: string; version: number; events: string[] };

/**
 * One aggregate as it lies in the database. `sequence` counts its events, `sent` is the last one known to be
 * acknowledged by the broker. The outbox holds the unsent events and the last sent one, from which a reader that
 * missed something is answered. `historyFrom` is the version of the oldest history entry that is still in here.
 */
export type AggregateDocument = {
  _id: string;
  version: number;
  state: unknown;
  sequence: number;
  sent: number;
  history: HistoryEntry[];
  historyFrom: number;
  outbox: OutboxEntry[];
  commands: CommandEntry[];
  sources: Record<string, number>;
  pending: boolean;
  pendingSince: Date | null;
  shard: number;
  fence: number;
  updatedAt: Date;
};

/** Into how many parts the unsent aggregates are divided among the sweepers. Stored with each aggregate. */
export const shardCount = 4;

/** The part to which an aggregate belongs, for good. */
export function shardOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0) % shardCount;
}

/** The strict schema of the envelope. The state has its own, in zod. */
export function envelopeSchema(collection: string): mongoose.Schema {
  const { Mixed } = mongoose.Schema.Types;
  return new mongoose.Schema(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      state: { type: Mixed, required: true },
      sequence: { type: Number, required: true },
      sent: { type: Number, required: true },
      history: { type: [Mixed], required: true },
      historyFrom: { type: Number, required: true },
      outbox: { type: [Mixed], required: true },
      commands: { type: [Mixed], required: true },
      sources: { type: Mixed, required: true },
      pending: { type: Boolean, required: true },
      pendingSince: { type: Date, default: null },
      shard: { type: Number, required: true },
      fence: { type: Number, required: true },
      updatedAt: { type: Date, required: true },
    },
    { collection, strict: 'throw', versionKey: false, minimize: false, autoIndex: false, autoCreate: false },
  );
}
