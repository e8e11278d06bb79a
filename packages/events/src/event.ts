import type { z } from 'zod';
import type { NewEvent } from '@waymark/decisions';
import type { Envelope } from './envelope.ts';

/** The public contract of one event: what it means, on which topic, under which key, and with which data. */
export type EventType<Schema extends z.ZodObject = z.ZodObject> = {
  /** The event as a decision makes it. Throws ZodError where the data breaks the schema. Fields outside the schema are left out. */
  (data: z.input<Schema>): NewEvent;
  /** Name and major version: referral.received.v1. */
  readonly type: string;
  readonly name: string;
  readonly major: number;
  readonly about: string;
  readonly topic: string;
  /** The field of the data that is the Kafka key. */
  readonly key: keyof z.output<Schema> & string;
  readonly data: Schema;
  readonly example: z.output<Schema>;
  /** The envelope with its data checked. Throws ZodError; fields that this reader does not know are left out. */
  parse(envelope: Envelope): Envelope<z.output<Schema>>;
};

type EventDefinition<Schema extends z.ZodObject> = Pick<
  EventType<Schema>,
  'about' | 'topic' | 'key' | 'data'
> & { example: z.input<Schema> };

/** A new event type. Throws where its own example breaks its schema. */
export function event<Schema extends z.ZodObject>(
  name: string,
  major: number,
  { about, topic, key, data, example }: EventDefinition<Schema>,
): EventType<Schema> {
  const type = `${name}.v${major}`;
  const make = (given: z.input<Schema>): NewEvent => ({ type, data: data.parse(given) });
  const parse = (envelope: Envelope): Envelope<z.output<Schema>> => ({
    ...envelope,
    data: data.parse(envelope.data),
  });
  const fields = { type, major, about, topic, key, data, example: data.parse(example), parse };
  // A function has a name of its own, which plain assignment cannot replace.
  return Object.defineProperty(Object.assign(make, fields), 'name', { value: name });
}
