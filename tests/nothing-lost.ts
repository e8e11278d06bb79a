import { setTimeout as pass } from 'node:timers/promises';
import { pathwayIdOf, topics } from '@waymark/events';
import { until } from '@waymark/testkit';
import { allDocuments, type Document } from './databases.ts';
import { type System } from './system.ts';
import type { Instance } from './instances.ts';
import { allMessages, type TopicMessage } from './topics.ts';

type Stored = Document & {
  version: number;
  pending?: boolean;
  sources: Record<string, number>;
  state: Record<string, unknown> & { facts?: { type: string }[] };
};

/** That nothing is lost is the question here, not how fast a laden machine works off what waits. */
const settleWithinMs = 240_000;

/** What a system holds once nothing is under way. */
export type Totals = { referrals: number; events: number; repeats: number };

/**
 * Waits until nothing is under way, then looks into every topic and database: each acknowledged referral is
 * there once, with one pathway and one plan; every event was published in the order of its key with none left out;
 * each reader has taken each event once, and nothing is parked. Throws at the first that is otherwise.
 */
export async function nothingLost<T extends Instance>(
  system: System<T>,
  acknowledged: ReadonlySet<string>,
): Promise<Totals> {
  const wanted = [...acknowledged].toSorted();
  await until(
    `each of ${wanted.length} referrals has its plan`,
    async () => {
      const answer = await system.ask('operator', 'GET', '/support/api/plans/count');
      // Asking costs the busy system a little: not at every moment.
      await pass(250);
      return (answer.body as { all?: number }).all === wanted.length;
    },
    settleWithinMs,
  );
  const state = await until('every event is published and consumed', () => settled(system), settleWithinMs);
  const { referrals, pathways, plans, messages, parked } = state;

  expect(referrals.map(({ _id }) => _id).toSorted()).toEqual(wanted);
  expect(pathways.map(({ _id }) => _id).toSorted()).toEqual(wanted.map(pathwayIdOf).toSorted());
  expect(plans.map(({ _id }) => _id).toSorted()).toEqual(wanted.map(pathwayIdOf).toSorted());
  for (const { state } of pathways)
    expect(state.facts?.filter(({ type }) => type === 'referral-received')).toHaveLength(1);
  expect(parked).toEqual([]);
  expect(messages.filter(({ topic }) => topic.endsWith('.dlq'))).toEqual([]);
  return { referrals: wanted.length, ...inOrder(messages) };
}

/** What is stored and what is in the topics; undefined while something is still under way. */
async function settled<T extends Instance>(system: System<T>) {
  const [intake, tracker, support] = await Promise.all(
    (['referral-intake', 'pathway-tracker', 'needs-led-support'] as const).map((name) =>
      allDocuments(system.databases[name].url),
    ),
  );
  const referrals = (intake?.['referrals'] ?? []) as Stored[];
  const pathways = (tracker?.['pathways'] ?? []) as Stored[];
  const plans = (support?.['plans'] ?? []) as Stored[];
  if ([...referrals, ...pathways, ...plans].some(({ pending }) => pending)) return undefined;
  const messages = await allMessages(system);
  const last = lastSequences(messages);
  const allConsumed = (stored: Stored[], from: string) =>
    stored.every(({ sources }) =>
      Object.entries(sources)
        .filter(([source]) => source.startsWith(`${from}/`))
        .every(([source, sequence]) => last.get(source.slice(from.length + 1)) === sequence),
    );
  if (!allConsumed(pathways, 'referral-intake') || !allConsumed(plans, 'pathway-tracker')) return undefined;
  const parked = [intake, tracker, support].flatMap((database) => database?.['parked'] ?? []);
  return { referrals, pathways, plans, messages, parked };
}

const events = new Set<string>(Object.values(topics));

function lastSequences(messages: readonly TopicMessage[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const { topic, key, headers } of messages)
    if (events.has(topic)) last.set(key, Math.max(last.get(key) ?? 0, Number(headers['ce_sequence'])));
  return last;
}

/** A repeat is equal to what was published before; nothing comes before what it follows. */
function inOrder(messages: readonly TopicMessage[]): { events: number; repeats: number } {
  const published = new Map<string, string>();
  const lastSequence = new Map<string, number>();
  let repeats = 0;
  for (const { topic, key, value, headers } of messages) {
    if (!events.has(topic)) continue;
    const sequence = Number(headers['ce_sequence']);
    const last = lastSequence.get(`${topic}/${key}`) ?? 0;
    const id = `${topic}/${key}/${sequence}`;
    if (sequence > last + 1) throw new Error(`${id} comes after ${last}`);
    if (sequence <= last) {
      repeats += 1;
      if (headers['ce_resync'] === undefined) expect(value).toBe(published.get(id));
    }
    published.set(id, value);
    lastSequence.set(`${topic}/${key}`, Math.max(last, sequence));
  }
  return { events: published.size, repeats };
}
