import { setTimeout as pass } from 'node:timers/promises';
import { pathwayIdOf, topics } from '@waymark/events';
import { everythingOf, type Document } from './databases.ts';
import { eventually, type House } from './house.ts';
import type { Tenant } from './tenants.ts';
import { everythingIn, type Lying } from './topics.ts';

type Kept = Document & {
  version: number;
  pending?: boolean;
  sources: Record<string, number>;
  state: Record<string, unknown> & { facts?: { type: string }[] };
};

/** That nothing is lost is the question here, not how fast a laden machine works off what waits. */
const patienceMs = 240_000;

/** What a house holds after it has come to rest. */
export type Holdings = { referrals: number; events: number; repeats: number };

/**
 * Waits until the house has come to rest, then looks into every topic and database: each acknowledged referral is
 * there once, with one pathway and one plan; every event was published in the order of its key with none left out;
 * each reader has taken each event once, and nothing is parked. Throws at the first that is otherwise.
 */
export async function nothingLost<T extends Tenant>(
  house: House<T>,
  acknowledged: ReadonlySet<string>,
): Promise<Holdings> {
  const wanted = [...acknowledged].toSorted();
  await eventually(
    `each of ${wanted.length} referrals has its plan`,
    async () => {
      const answer = await house.ask('operator', 'GET', '/support/api/plans/count');
      // Asking costs the busy house a little: not at every moment.
      await pass(250);
      return (answer.body as { all?: number }).all === wanted.length;
    },
    patienceMs,
  );
  const rest = await eventually('every event is sent, and taken', () => atRest(house), patienceMs);
  const { referrals, pathways, plans, lying, parked } = rest;

  expect(referrals.map(({ _id }) => _id).toSorted()).toEqual(wanted);
  expect(pathways.map(({ _id }) => _id).toSorted()).toEqual(wanted.map(pathwayIdOf).toSorted());
  expect(plans.map(({ _id }) => _id).toSorted()).toEqual(wanted.map(pathwayIdOf).toSorted());
  for (const { state } of pathways)
    expect(state.facts?.filter(({ type }) => type === 'referral-received')).toHaveLength(1);
  expect(parked).toEqual([]);
  expect(lying.filter(({ topic }) => topic.endsWith('.dlq'))).toEqual([]);
  return { referrals: wanted.length, ...inOrder(lying) };
}

/** What is kept and what lies in the topics; undefined while something is still under way. */
async function atRest<T extends Tenant>(house: House<T>) {
  const [intake, tracker, support] = await Promise.all(
    (['referral-intake', 'pathway-tracker', 'needs-led-support'] as const).map((name) =>
      everythingOf(house.databases[name].url),
    ),
  );
  const referrals = (intake?.['referrals'] ?? []) as Kept[];
  const pathways = (tracker?.['pathways'] ?? []) as Kept[];
  const plans = (support?.['plans'] ?? []) as Kept[];
  if ([...referrals, ...pathways, ...plans].some(({ pending }) => pending)) return undefined;
  const lying = await everythingIn(house);
  const last = lastSequences(lying);
  const taken = (kept: Kept[], from: string) =>
    kept.every(({ sources }) =>
      Object.entries(sources)
        .filter(([source]) => source.startsWith(`${from}/`))
        .every(([source, sequence]) => last.get(source.slice(from.length + 1)) === sequence),
    );
  if (!taken(pathways, 'referral-intake') || !taken(plans, 'pathway-tracker')) return undefined;
  const parked = [intake, tracker, support].flatMap((database) => database?.['parked'] ?? []);
  return { referrals, pathways, plans, lying, parked };
}

const events = new Set<string>(Object.values(topics));

function lastSequences(lying: readonly Lying[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const { topic, key, headers } of lying)
    if (events.has(topic)) last.set(key, Math.max(last.get(key) ?? 0, Number(headers['ce_sequence'])));
  return last;
}

/** A repeat says what was said before; nothing comes before what it follows. */
function inOrder(lying: readonly Lying[]): { events: number; repeats: number } {
  const said = new Map<string, string>();
  const heard = new Map<string, number>();
  let repeats = 0;
  for (const { topic, key, value, headers } of lying) {
    if (!events.has(topic)) continue;
    const sequence = Number(headers['ce_sequence']);
    const last = heard.get(`${topic}/${key}`) ?? 0;
    const id = `${topic}/${key}/${sequence}`;
    if (sequence > last + 1) throw new Error(`${id} comes after ${last}`);
    if (sequence <= last) {
      repeats += 1;
      if (headers['ce_resync'] === undefined) expect(value).toBe(said.get(id));
    }
    said.set(id, value);
    heard.set(`${topic}/${key}`, Math.max(last, sequence));
  }
  return { events: said.size, repeats };
}
