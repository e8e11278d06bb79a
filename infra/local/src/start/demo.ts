import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { byHand, type ByHand } from '../demo/by-hand.ts';
import { demoLines, generateDemo } from '../demo/generate.ts';
import { demoToken } from '../operate/demo-token.ts';
import { importFile, type ImportProgress } from '../operate/import-file.ts';
import { todayInLondon, systemClock } from '@waymark/care-types';
import { bar, step } from './progress.ts';
import { publicUrl, type Environment } from './system.ts';

const seed = 20261121;

/**
 * On the first start, import the synthetic children in the same way as anybody's file, and write what no file holds in
 * the way of the people who would.
 */
export async function loadDemoOnce(environment: Environment): Promise<void> {
  const mark = join(environment.dataDir, 'demo-loaded.json');
  if (existsSync(mark)) return;
  const url = publicUrl(environment.ports);
  const asOf = todayInLondon(systemClock);
  const file = join(environment.dataDir, 'demo-children.csv');
  await step('Writing 4,200 synthetic children', () => {
    if (!existsSync(file)) writeFileSync(file, generateDemo({ seed, asOf }));
  });
  const token = await demoToken(url, 'demo-operator');
  const done = await step('Importing them', async (detail) => {
    const imported = await importFile(file, {
      url,
      token,
      progress: ({ rows, added, updated, already, duplicates, rejected }) =>
        detail(bar(added + updated + already + duplicates + rejected, rows)),
    });
    detail(inWords(imported));
    return imported;
  });
  if (done.state === 'failed')
    throw new Error(`The demo data could not be imported: ${done.failure ?? 'no reason given'}`);
  await step('Beginning plans of needs, and referring four children once more', async () => {
    const rows = demoLines({ seed, asOf }).flatMap((line) => (line.kind === 'child' ? [line.row] : []));
    for (const [n, each] of byHand(rows, asOf).entries()) await write(each, `demo-${asOf}-${n}`, url);
  });
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

/** What became of the rows, those that are spoilt on purpose among them, as real files have them. */
function inWords({ added, rejected, setAside, duplicates, already }: ImportProgress): string {
  const number = (count: number) => count.toLocaleString('en-GB');
  return `${number(added)} referrals, of which ${number(setAside)} lack a detail that could not be read; ${number(rejected)} rows rejected, ${number(duplicates)} to decide, ${number(already)} unchanged`;
}

async function countAt(url: string, token: string): Promise<number> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}.`);
  return ((await response.json()) as { all: number }).all;
}

/** Sends what a person writes. Sent again with the same key it is not written twice. */
async function write({ person, path, body, review }: ByHand, key: string, url: string): Promise<void> {
  const token = await demoToken(url, person);
  const send = async (to: string, what: object, own: string, more: Record<string, string> = {}) => {
    const response = await fetch(`${url}/referrals/api${to}`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': own },
        ...more,
      },
      body: JSON.stringify(what),
    });
    if (!response.ok)
      throw new Error(`What ${person} wrote was not taken (${response.status}): ${await response.text()}`);
    return (await response.json()) as { planId?: string };
  };
  const { planId } = await send(path, body, key);
  if (review) await send(`/plans/${planId}/review`, review, `${key}-review`, { 'if-match': '"1"' });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 400));
}
