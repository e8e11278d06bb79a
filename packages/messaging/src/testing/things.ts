import { event, type Envelope } from '@waymark/events';
import { z } from 'zod';
import { on, type Handled, type Subscription } from '../port/subscription.ts';

const data = z.object({ thingId: z.string(), note: z.string() });
const contract = {
  topic: 'things.v1',
  key: 'thingId',
  data,
  example: { thingId: 'thing-1', note: 'a' },
} as const;

export const thingMade = event('thing.made', 1, { about: 'A thing was made.', ...contract });
export const thingLost = event('thing.lost', 1, { about: 'A thing was lost.', ...contract });

/** An event of a thing, as its owner would publish it. */
export function thingEvent(thingId: string, sequence: number, more: Partial<Envelope> = {}): Envelope {
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

/** A store in memory: it knows the last sequence of each thing, and every application and attempt in order. */
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

/** Applies things as they come; `before` may throw before the store is asked. */
export function followThings(
  before: (event: Envelope) => void | Promise<void> = () => undefined,
  settings: { lateJoin?: boolean } = {},
): Subscription<Things> {
  return on(
    thingMade,
    async (event, store: Things) => {
      store.attempts.push(`${event.subject}/${event.sequence}`);
      await before(event);
      return store.react(event);
    },
    settings,
  );
}
