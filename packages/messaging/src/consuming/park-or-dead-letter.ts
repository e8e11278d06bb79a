import { randomUUID } from 'node:crypto';
import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import { toHeaders, type Envelope } from '@waymark/events';
import type { Parked, ParkingLot } from '../port/parking-lot.ts';
import {
  deadLetterTopicOf,
  resyncRequestedType,
  resyncTopicOf,
  type ResyncRequest,
} from '../port/subscription.ts';
import type { Cause } from './cause.ts';
import { forParking, type ReceivedMessage } from './received-message.ts';
import type { Counters } from './counters.ts';

export type Outgoing = {
  key: Uint8Array | string | null;
  value: Uint8Array | string | null;
  headers: Record<string, string>;
};

export type DeadLetterDependencies = {
  group: string;
  lot: ParkingLot;
  /** Resolves when the topic has taken the message for good. */
  send(topic: string, message: Outgoing): Promise<void>;
  clock: Clock;
  log: Log;
  counters: Counters;
};

/** What a group does with a message that it cannot apply now. Each is safe to repeat for the same message. */
export type ParkOrDeadLetter = {
  malformed(incoming: ReceivedMessage, why: string): Promise<void>;
  poison(incoming: ReceivedMessage, envelope: Envelope, cause: Cause): Promise<void>;
  gap(incoming: ReceivedMessage, envelope: Envelope, have: number): Promise<void>;
  behind(incoming: ReceivedMessage, envelope: Envelope): Promise<void>;
  requestResync(topic: string, key: string, have: number): Promise<void>;
};

export function parkOrDeadLetter({
  group,
  lot,
  send,
  clock,
  log,
  counters,
}: DeadLetterDependencies): ParkOrDeadLetter {
  const entry = (incoming: ReceivedMessage, envelope: Envelope): Omit<Parked, 'reason'> => ({
    ...forParking(incoming),
    group,
    key: envelope.subject,
    sequence: envelope.sequence,
    type: envelope.type,
    at: clock.now().toString(),
  });

  /** The copy has the origin and the class of the failure; the failure's message stays with the service. */
  async function deadLetter(incoming: ReceivedMessage, reason: string, cause: Cause): Promise<void> {
    await send(deadLetterTopicOf(incoming.topic, group), {
      key: incoming.key,
      value: incoming.value,
      headers: {
        ...incoming.headers,
        dlq_reason: reason,
        dlq_error: cause.name,
        dlq_group: group,
        dlq_topic: incoming.topic,
        dlq_partition: String(incoming.partition),
        dlq_offset: String(incoming.offset),
        dlq_at: clock.now().toString(),
      },
    });
    counters.deadLetters += 1;
  }

  async function requestResync(topic: string, key: string, have: number): Promise<void> {
    const request: ResyncRequest = { key, have, group };
    const envelope: Envelope = {
      id: randomUUID(),
      type: resyncRequestedType,
      source: group,
      subject: key,
      sequence: 1,
      time: clock.now().toString({ smallestUnit: 'millisecond' }),
      data: request,
    };
    await send(resyncTopicOf(topic), { key, value: JSON.stringify(request), headers: toHeaders(envelope) });
  }

  return {
    requestResync,

    async malformed(incoming, why) {
      const cause = { name: 'Malformed', message: why };
      await deadLetter(incoming, 'malformed', cause);
      const { topic, partition, offset } = incoming;
      // Whose it is cannot be known, so it holds nobody back; the hole that it leaves is found by the next event.
      const key = `malformed:${partition}:${offset}`;
      const at = clock.now().toString();
      await lot.park({ ...forParking(incoming), group, key, reason: 'malformed', error: cause, at });
      log.error({ topic, partition, offset, why }, 'A message is not an event; parked');
    },

    async poison(incoming, envelope, cause) {
      await deadLetter(incoming, 'poison', cause);
      await lot.park({ ...entry(incoming, envelope), reason: 'poison', error: cause });
      const { topic, partition, offset } = incoming;
      const { type, subject, sequence } = envelope;
      log.error(
        { topic, partition, offset, type, subject, sequence, cause },
        'An event can never be applied as it is; its key is parked until an operator decides',
      );
    },

    async gap(incoming, envelope, have) {
      await requestResync(incoming.topic, envelope.subject, have);
      await lot.park({ ...entry(incoming, envelope), reason: 'gap' });
      const { type, subject, sequence } = envelope;
      log.warn(
        { topic: incoming.topic, type, subject, have, got: sequence },
        'Events are missing; asked for them',
      );
    },

    behind: (incoming, envelope) => lot.park({ ...entry(incoming, envelope), reason: 'behind' }),
  };
}
