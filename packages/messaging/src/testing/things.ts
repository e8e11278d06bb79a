import { event } from '@waymark/events';
import type { Envelope } from '@waymark/events';
import { z } from 'zod';
import { on } from '../port/subscription.ts';
import type { Handled, Subscription } from '../port/subscription.ts';

const data = z.object({ thingId: z.string(), note: z.string() });
const promised = {
  topic: 'things.v1',
  key: 'thingId',
  data,
  example: { thingId: 'thing-1', note: 'a' },
} as const;

export const thingMade = event('thing.made', 1, { about: 'A thing was made.', ...promised });
export const thingLost = event('thing.lost', 1, { about: 'A thing was lost.', ...promised });

/** An event of a thing, as its owner would publish it. */
export function made(thingId: string, sequence: number, more: Partial<Envelope> = {}): Envelope {
  return {
    id: `${thingId}/${sequence}`,
    type: thingMade.type,
    source: 'things',
    subject: thingId,
    sequence,
    time: '2026-01-12T09:30:00.000Z',
    data: { thingId, note: `number ${sequence}` },
    ...more,
  };
}

/** A store of its own: it knows the last sequence of each thing, and every application and attempt in order. */
export type Things = {
  applied: string[];
  attempts: string[];
  last: Map<string, number>;
  appliedOf(thingId: string): number[];
  react(event: Envelope): Handled;
};

export function things(): Things {
  const applied: string[] = [];
  const last = new Map<string, number>();
  return {
    applied,
    attempts: [],
    last,
    appliedOf: (thingId) =>
      applied.filter((each) => each.startsWith(`${thingId}/`)).map((each) => Number(each.split('/')[1])),
    react({ subject, sequence, resync }) {
      const have = last.get(subject) ?? 0;
      if (sequence <= have) return 'repeat';
      if (sequence > have + 1 && resync !== true) return { gap: { have, got: sequence } };
      last.set(subject, sequence);
      applied.push(`${subject}/${sequence}`);
      return 'applied';
    },
  };
}

/** Takes things as they come; `first` may object before the store is asked. */
export function followThings(
  first: (event: Envelope) => void | Promise<void> = () => undefined,
  settings: { lateJoin?: boolean } = {},
): Subscription<Things> {
  return on(
    thingMade,
    async (event, store: Things) => {
      store.attempts.push(`${event.subject}/${event.sequence}`);
      await first(event);
      return store.react(event);
    },
    settings,
  );
}
