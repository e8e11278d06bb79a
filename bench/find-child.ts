import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregateStore, connect } from '@waymark/aggregate-store';
import { systemClock } from '@waymark/care-types';
import { decide } from '@waymark/decisions';
import { personIdFrom } from '@waymark/events';
import { logger } from '@waymark/service-base';
import { embeddedMongo } from '@waymark/testkit/stack';
import {
  findPeople,
  type SearchPlace,
  type SoughtPerson,
} from '../services/referral-intake/src/person/adapters/find-people.ts';
import { personStoreSettings } from '../services/referral-intake/src/person/adapters/person-store.ts';
import { searchKeys } from '../services/referral-intake/src/person/adapters/search-keys.ts';
import { blindIndex } from '../services/referral-intake/src/shared/identity/blind-index.ts';
import { labelledPeople } from './labelled-people.ts';
import { table } from './table.ts';

/**
 * How long it takes to find a child by name:   node bench/find-child.ts [children …]
 * At 10,000 children and at 1,000,000, in this process, the database beside it. Writes bench/find-child.md. A million
 * children need a database with some gigabytes of memory and ten minutes to be written.
 */
const sizes = process.argv.slice(2).map(Number);
const asked = 2_000;
const longestAllowed = 50;
/** As a page of the search asks: so many children at a time, and so many times before the rest is the next page. */
const together = 25;
const mostTurns = 8;
const atOnce = 2_000;

// The stand-in holds all indexes in memory; this wins over what it is started with.
process.env['_JAVA_OPTIONS'] ??= '-Xms9g -Xmx9g -Xmn1500m';

type Kind =
  'both names' | 'family name' | 'given name' | 'both names and date of birth' | 'misspelt' | 'nobody';
type Round = { children: number; times: Map<Kind, number[]>; turns: number; found: number };

const rounds: Round[] = [];
for (const children of sizes.length > 0 ? sizes : [10_000, 1_000_000]) rounds.push(await round(children));
const report = reportOf(rounds);
console.log(report);
await writeFile(join(import.meta.dirname, 'find-child.md'), report);
if (rounds.some(({ times }) => at([...times.values()].flat(), 0.99) > longestAllowed)) process.exitCode = 1;

async function round(children: number): Promise<Round> {
  console.log(`${children.toLocaleString('en-GB')} children …`);
  const dir = await mkdtemp(join(tmpdir(), 'waymark-bench-'));
  const mongo = await embeddedMongo({ dir });
  const log = logger({ level: 'silent', service: 'bench' });
  const db = await connect(`${mongo.url}/bench`, { log, appName: 'bench' });
  const index = blindIndex('a key for the bench alone, of no use elsewhere');
  const store = aggregateStore(db, { ...personStoreSettings, source: 'bench' }, { clock: systemClock });
  const { held, asked: others } = labelledPeople(1, { held: children, asked });
  await store.migrate();
  const by = { id: 'bench', roles: [] };
  const made = {
    by,
    at: { instant: systemClock.now().toString(), date: held[0]?.dateOfBirth },
    bodyHash: '',
  };
  for (let from = 0; from < held.length; from += atOnce) {
    const documents = held.slice(from, from + atOnce).map((child, place) => {
      const personId = personIdFrom(index.bytesOf('bench', String(from + place)));
      const state = {
        personId,
        sealed: {},
        ...searchKeys({ ...child, nhsNumber: undefined, postcode: undefined }, index),
      };
      const command = { ...made, at: { ...made.at, date: child.dateOfBirth }, name: 'bench', key: personId };
      return store.firstWrite(personId, command, decide(state)).insertion.document;
    });
    await db.collection('people').insertMany(documents as never[], { ordered: false });
    if (from % 100_000 === 0) console.log(`${from.toLocaleString('en-GB')} are written`);
  }

  const find = findPeople(store, { index }, { keptOf: (id) => id });
  let turns = 0;
  let found = 0;
  const search = async (sought: SoughtPerson): Promise<number> => {
    const began = performance.now();
    let place: SearchPlace | undefined = { by: 'spelling' };
    for (let turn = 0, seen = 0; place && turn < mostTurns && seen < together; turn += 1) {
      const part: Awaited<ReturnType<typeof find>> = await find(sought, place, together);
      seen += part.people.length;
      found += part.people.length;
      turns += 1;
      place = part.next;
    }
    return performance.now() - began;
  };
  const times = new Map<Kind, number[]>();
  const note = async (kind: Kind, sought: SoughtPerson) => {
    times.set(kind, [...(times.get(kind) ?? []), await search(sought)]);
  };
  for (const [place, { facts, of }] of others.entries()) {
    const { givenName, familyName, dateOfBirth } = held[(place * 7_919) % held.length] ?? facts;
    if (place % 5 === 0) await note('both names', { name: `${givenName} ${familyName}` });
    if (place % 5 === 1) await note('family name', { name: familyName });
    if (place % 5 === 2) await note('given name', { name: givenName });
    if (place % 5 === 3)
      await note('both names and date of birth', { name: `${givenName} ${familyName}`, dateOfBirth });
    if (of !== undefined) await note('misspelt', { name: `${facts.givenName} ${facts.familyName}` });
    else if (place % 5 === 4) await note('nobody', { name: `${givenName} Zzyzxsynth` });
  }
  await db.close();
  await mongo.stop();
  await rm(dir, { recursive: true, force: true });
  return { children, times, turns, found };
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function reportOf(all: readonly Round[]): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const lines = all.flatMap(({ children, times }) =>
    [...times, ['all', [...times.values()].flat()] as const].map(([kind, each]) => [
      children.toLocaleString('en-GB'),
      kind,
      String(each.length),
      ms(at(each, 0.5)),
      ms(at(each, 0.99)),
      ms(at(each, 1)),
    ]),
  );
  return `${[
    '# Finding a child by name',
    `Written by \`node bench/find-child.ts\`. All children are **synthetic**. From the words to the pseudonyms of the first ${together} children, those written so before those that sound so, one search at a time, with all questions to the database beside it (the stand-in). The target is a p99 of ${longestAllowed} ms at a million. By the clock: the machine had a load of ${loadavg()[1]?.toFixed(1)} in the last five minutes.`,
    table(['Children', 'What is known', 'Searches', 'p50', 'p99', 'slowest'], lines),
  ].join('\n\n')}\n`;
}
