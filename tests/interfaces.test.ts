import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { until } from '@waymark/testkit';
import { seed } from './seed.ts';
import { startSystem, type System } from './system.ts';
import { interfacesOf, noteMetrics, type Interfaces } from './interfaces.ts';

/**
 * What others rely on changes on purpose alone. `tests/accepted/` holds what was accepted; after a change that is
 * meant, `ACCEPT_INTERFACES=true npm test -- tests/interfaces` writes it anew, and the difference is seen with the commit.
 */
const folder = join(import.meta.dirname, 'accepted');
const accepting = process.env['ACCEPT_INTERFACES'] === 'true';

let system: System;
let accepted: Interfaces;
let found: Interfaces;
beforeAll(async () => {
  const metrics = noteMetrics();
  system = await startSystem();
  await seed(system);
  accepted = accepting ? {} : await acceptedFiles();
  found = await interfacesOf(system, metrics());
  // Some collections are made with the first look of what runs beside: nothing may be missing in the end, or too much.
  let before: Interfaces | undefined;
  await until(
    'nothing changes any more',
    async () => {
      before = found;
      if (accepting) await new Promise((resolve) => setTimeout(resolve, 5_000));
      found = await interfacesOf(system, metrics());
      return isDeepStrictEqual(found, accepting ? before : accepted);
    },
    30_000,
  ).catch(() => undefined);
  if (accepting) await accept(found);
}, 180_000);
afterAll(() => system.close());

async function acceptedFiles(): Promise<Interfaces> {
  const accepted: Interfaces = {};
  for (const file of globSync('**/*.json', { cwd: folder }))
    accepted[file] = JSON.parse(await readFile(join(folder, file), 'utf8'));
  return accepted;
}

async function accept(interfaces: Interfaces): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [file, content] of Object.entries(interfaces)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${JSON.stringify(content, null, 1)}\n`);
  }
}

const files = [
  ...['addresses', 'collections', 'environment', 'metrics', 'openapi'].flatMap((what) =>
    ['referral-intake', 'pathway-tracker', 'needs-led-support'].map((service) => `${service}/${what}.json`),
  ),
  'events.json',
  'topics.json',
];

test.each(files)('%s is what was accepted', (file) => {
  expect(found[file]).toBeDefined();
  if (!accepting) expect(found[file]).toEqual(accepted[file]);
});

test('every part of the public face has an accepted file, and no other is there', () => {
  expect(Object.keys(found).toSorted()).toEqual(files.toSorted());
  if (!accepting) expect(Object.keys(accepted).toSorted()).toEqual(files.toSorted());
});
