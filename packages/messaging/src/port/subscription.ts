import { event, type Envelope } from '@waymark/events';
import { z } from 'zod';

/**
 * What became of an event. A gap says that events between `have` and `got` have not been seen.
 * What is refused can never succeed and is dead-lettered.
 */
export type Handled =
  | 'applied'
  | 'repeat'
  | { gap: { have: number; got: number } }
  | { refused: string; facts?: Record<string, unknown> };

export type Subscription<Parts> = {
  topic: string;
  type: string;
  /** Checks the data (throws ZodError) and returns its handler. */
  read(envelope: Envelope): (parts: Parts, how?: { restated?: boolean }) => Promise<Handled>;
  lateJoin: boolean;
};

/** What a subscription needs of an event type. */
type EventReader<Data> = { topic: string; type: string; parse(envelope: Envelope): Envelope<Data> };

/**
 * What a group does with one type of event.
 * A group that takes only some types of a topic sees holes in the sequence; its subscriptions say `lateJoin`,
 * and an event after a hole is then delivered as a restatement (`resync`), because events carry full state.
 */
export function on<Data, Parts>(
  eventType: EventReader<Data>,
  handle: (event: Envelope<Data>, parts: Parts) => Promise<Handled>,
  { lateJoin = false }: { lateJoin?: boolean } = {},
): Subscription<Parts> {
  return {
    topic: eventType.topic,
    type: eventType.type,
    read: (envelope) => {
      const event = eventType.parse(envelope);
      return (parts, { restated } = {}) => handle(restated ? { ...event, resync: true } : event, parts);
    },
    lateJoin,
  };
}

/** A request of a group that misses events of a key: the owner of the topic publishes the whole state again. */
export const ResyncRequest = z.object({
  key: z.string().min(1),
  have: z.int().min(0),
  group: z.string().min(1),
});
export type ResyncRequest = z.infer<typeof ResyncRequest>;

export const resyncRequestedType = 'resync.asked.v1';

/** Where a group requests what it misses of a topic. */
export function resyncTopicOf(topic: string): string {
  return `${topic}.resync`;
}

/** Where a copy of what a group could not apply of a topic goes. */
export function deadLetterTopicOf(topic: string, group: string): string {
  return `${topic}.${group}.dlq`;
}

/** Answers those who miss events of a topic: the owner publishes its whole state again under `key`. */
export function onResyncRequested<Parts>(
  topic: string,
  answer: (request: ResyncRequest, parts: Parts) => Promise<Handled>,
): Subscription<Parts> {
  const resyncRequested = event('resync.asked', 1, {
    about: 'A group has missed events of this key.',
    topic: resyncTopicOf(topic),
    key: 'key',
    data: ResyncRequest,
    example: { key: 'ref_01', have: 3, group: 'pathway-tracker' },
  });
  return on(resyncRequested, ({ data }, parts: Parts) => answer(data, parts));
}
