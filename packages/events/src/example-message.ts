import type { AnyEventType } from './catalogue.ts';
import { eventId } from './envelope.ts';
import type { Envelope } from './envelope.ts';
import { toHeaders } from './message.ts';
import { topicOwners } from './topics.ts';
import type { Topic } from './topics.ts';

/** One whole message as it stands on Kafka, with the value as JSON. */
export type ExampleMessage = { key: string; headers: Record<string, string>; value: unknown };

/** The envelope of an event's own example. */
export function exampleEnvelope({ type, topic, key, example }: AnyEventType): Envelope {
  const subject = String(example[key]);
  return {
    id: eventId(subject, 1),
    type,
    source: topicOwners[topic as Topic].owner,
    subject,
    sequence: 1,
    time: '2026-03-02T09:30:00Z',
    data: example,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  };
}

/** The message of an event's own example. */
export function exampleMessage(type: AnyEventType): ExampleMessage {
  const envelope = exampleEnvelope(type);
  return { key: envelope.subject, headers: toHeaders(envelope), value: envelope.data };
}
