import { fromMessage, type Envelope, type Malformed } from '@waymark/events';
import type { Parked } from '../port/parking-lot.ts';

/** A message as received from the broker, with its position. */
export type ReceivedMessage = {
  topic: string;
  partition: number;
  offset: number;
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: Record<string, string>;
};

/** The event in the message, or why it is none. */
export function eventIn(incoming: ReceivedMessage): Envelope | Malformed {
  return fromMessage(incoming);
}

/** What the parking lot keeps of a message. */
export function forParking(
  incoming: ReceivedMessage,
): Pick<Parked, 'topic' | 'partition' | 'offset' | 'headers' | 'value'> {
  const { topic, partition, offset, headers, value } = incoming;
  return {
    topic,
    partition,
    offset,
    headers,
    value: value === null ? null : Buffer.from(value).toString('utf8'),
  };
}

/** The event in a parked message, or why it is none. */
export function eventParked({ key, value, headers }: Parked): Envelope | Malformed {
  return fromMessage({ key, value, headers });
}
