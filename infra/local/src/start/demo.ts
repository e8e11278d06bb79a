import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDemo } from '../demo/generate.ts';
import { demoToken } from '../operate/demo-token.ts';
import { importFile } from '../operate/import-file.ts';
import { todayInLondon, systemClock } from '@waymark/care-types';
import { bar, step } from './progress.ts';
import { publicUrl, type Surroundings } from './system.ts';

const seed = 20261121;

/** On the first start, import the synthetic children in the same way as anybody's file. */
export async function loadDemoOnce(around: Surroundings): Promise<void> {
  const mark = join(around.dataDir, 'demo-loaded.json');
  if (existsSync(mark)) return;
  const url = publicUrl(around.ports);
  const file = join(around.dataDir, 'demo-children.csv');
  await step('Writing 4,200 synthetic children', () => {
    if (!existsSync(file)) writeFileSync(file, generateDemo({ seed, asOf: todayInLondon(systemClock) }));
  });
  const token = await demoToken(url, 'demo-operator');
  const done = await step('Importing them', (detail) =>
    importFile(file, {
      url,
      token,
      progress: ({ rows, added, updated, already, duplicates, rejected }) =>
        detail(bar(added + updated + already + duplicates + rejected, rows)),
    }),
  );
  if (done.state === 'failed')
    throw new Error(`The demo data could not be imported: ${done.failure ?? 'no reason given'}`);
  await step('Following the events: pathways, clocks, flags, support plans', async (detail) => {
    for (const [path, what] of [
      ['/pathways/api/waiting-list/count', 'pathways'],
      ['/support/api/plans/count', 'support plans'],
    ] as const) {
      for (let count = 0; count < done.added; await pause()) {
        count = await countAt(`${url}${path}`, token);
        detail(`${bar(Math.min(count, done.added), done.added)} ${what}`);
      }
    }
  });
  writeFileSync(mark, `${JSON.stringify({ seed, ...done }, null, 2)}\n`);
}

async function countAt(url: string, token: string): Promise<number> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}.`);
  return ((await response.json()) as { all: number }).all;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 400));
}
