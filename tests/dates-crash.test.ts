import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { until } from '@waymark/testkit';
import { allDocuments, type Document } from './databases.ts';
import { startSystemWith, type System } from './system.ts';
import { referral } from './referral.ts';
import { separateProcess, type ProcessInstance } from './instances.ts';
import { allMessages } from './topics.ts';

// A day brings something for every child at once, and the service is killed at each of these points on its way.
// Something is left to send, and to mark as sent, after each of them: how it is bundled is left to chance.
const deaths = ['before-write:9', 'after-write:8', 'before-send:1', 'after-send:1', 'before-mark:1'];
const children = 60;
const brought = ['pathway.breached.v1', 'pathway.data-quality-found.v1'];
/** Who died held a lease: each start is so many seconds later than the one before. */
const later = (start: number) => ({ WAYMARK_SECONDS_AHEAD: String(20 * (start + 1)) });

type Stored = Document & { pending?: boolean; state: { told?: string[] } };

let system: System<ProcessInstance> | undefined;
afterAll(() => system?.close(), 60_000);

test(`what a day brings is published once for each child, though the service is killed ${deaths.length} times meanwhile`, async () => {
  const started = await startSystemWith({
    launch: separateProcess({ script: () => join(import.meta.dirname, 'crashable.ts') }),
  });
  system = started;
  const tracker = started.instances['pathway-tracker'];
  const pathways = async () =>
    ((await allDocuments(started.databases['pathway-tracker'].url))['pathways'] ?? []) as Stored[];
  const published = async () =>
    (await pathways()).filter(({ state }) => (state.told ?? []).length > 0).length;

  // Received long ago: past the limits and silent, which is found out when the dates are next looked at.
  for (let child = 0; child < children; child += 1) {
    const { status, text } = await started.ask('clinician', 'POST', '/referrals/api/referrals', referral());
    expect({ status, text }).toMatchObject({ status: 201 });
  }
  await until('every child has a pathway', async () => (await pathways()).length === children, 60_000);
  expect(await published()).toBe(0);
  await tracker.stop();

  const publishedBy: number[] = [];
  for (const [start, death] of deaths.entries()) {
    await tracker.start({ ...later(start), WAYMARK_FAULT: death });
    const end = await Promise.race([tracker.ended(), pass(60_000, undefined, { ref: false })]);
    expect({ death, signal: end?.signal }).toEqual({ death, signal: 'SIGKILL' });
    publishedBy.push(await published());
  }
  // The first deaths were in the middle of it.
  expect(publishedBy[0]).toBeGreaterThan(0);
  expect(publishedBy[0]).toBeLessThan(children);

  await tracker.start(later(deaths.length));
  const allPublished = async () =>
    (await published()) === children && !(await pathways()).some(({ pending }) => pending);
  await until('everything is published', allPublished, 60_000);
  // Once more, with nothing left to publish.
  await tracker.stop();
  await tracker.start(later(deaths.length + 1));
  await tracker.stop();

  // A message that is sent again is the same event under the same number.
  const events = new Map<string, string>();
  let repeats = 0;
  for (const { topic, key, headers } of await allMessages(started)) {
    const type = headers['ce_type'] ?? '';
    if (topic !== 'pathways.v1' || !brought.includes(type)) continue;
    const id = `${key} ${headers['ce_sequence'] ?? ''}`;
    if (events.has(id)) repeats += 1;
    events.set(id, `${key} ${type}`);
  }
  const each = (await pathways()).flatMap(({ _id }) => brought.map((type) => `${_id} ${type}`));
  expect([...events.values()].toSorted()).toEqual(each.toSorted());
  console.log(
    `${deaths.length} kills while date changes were applied for ${children} children (${publishedBy.join(', ')} of them published after ` +
      `each): ${events.size} events, each published once, ${repeats} messages sent twice`,
  );
}, 300_000);
