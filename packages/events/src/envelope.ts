import { z } from 'zod';

/** What the version of an event looks like in its type: referral.received.v1. */
export const eventTypePattern = /^[a-z][a-z-]*(?:\.[a-z][a-z-]*)+\.v[1-9][0-9]{0,2}$/;
const subjectPattern = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/;
const sourcePattern = /^[A-Za-z0-9/][A-Za-z0-9/_.:-]{0,99}$/;
const traceparentPattern = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** One event as it travels: the attributes of CloudEvents 1.0 around its data. */
export const Envelope = z.object({
  id: z.string().min(1).max(250),
  type: z.string().max(120).regex(eventTypePattern),
  /** The service that owns the aggregate. */
  source: z.string().regex(sourcePattern),
  /** The id of the aggregate, which is also the Kafka key. */
  subject: z.string().regex(subjectPattern),
  /** Of the aggregate's events the first has 1, the next 2, and so on without a hole. */
  sequence: z.int().min(1),
  /** An instant in UTC, ISO 8601. */
  time: z.iso.datetime(),
  data: z.unknown(),
  /** True where the owner publishes its last event again, for a reader that missed some. */
  resync: z.literal(true).optional(),
  traceparent: z.string().regex(traceparentPattern).optional(),
});
export type Envelope<Data = unknown> = {
  id: string;
  type: string;
  source: string;
  subject: string;
  sequence: number;
  time: string;
  data: Data;
  resync?: true;
  traceparent?: string;
};

/** The id of an event: the same for every repeat of it. */
export function eventId(subject: string, sequence: number): string {
  return `${subject}/${sequence}`;
}

/** The name under which the data's JSON Schema is known. */
export function dataSchemaOf(type: string): string {
  return `urn:waymark:schema:${type}`;
}
