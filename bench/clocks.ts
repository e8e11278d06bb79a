import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { addDays, calendarDate, type CalendarDate } from '@waymark/care-types';
import { clocksOf, Fact, regimes } from '@waymark/wait-clocks';
import { typicalWait } from './typical-wait.ts';

/**
 * How long it takes to work out the clocks of a pathway beside reading the same facts as JSON:   node bench/clocks.ts
 * Both in turns in one run on one core, all regimes on, each pathway with other dates. Machines differ by more than two
 * to one from hour to hour, so that only the ratio is asked for. Writes bench/clocks.md, with where the time goes.
 */
const asked = 1;
const rounds = 15;
const variants = 2_000;
const asOf = calendarDate('2026-11-21');
const born = calendarDate('2014-05-04');

function pathway(received: CalendarDate, facts: readonly (readonly [number, object])[]): Fact[] {
  const of = (place: number, on: CalendarDate) => ({
    factId: `f${String(place).padStart(4, '0')}`,
    referralId: 'A',
    on,
  });
  return [
    Fact.parse({
      type: 'referral-received',
      ...of(0, received),
      ...{ provider: 'RX3', dateOfBirth: born, team: 'C04', priority: '3', source: 'C2' },
      ...{ primaryReason: '25', otherReasons: ['24'] },
    }),
    ...facts.map(([day, what], place) => Fact.parse({ ...what, ...of(place + 1, addDays(received, day)) })),
  ];
}

const many = (facts: readonly (readonly [number, object])[], count: number): Fact[][] =>
  Array.from({ length: count }, (_, place) =>
    pathway(addDays(calendarDate('2024-01-01'), place % 600), facts),
  );

type Timed = { clocks: number; parse: number };

/** Turns in a round: so short that what else the machine does falls on both alike. */
const turns = 20;

/** Microseconds of the processor's time, which does not run while another process has the core. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Microseconds a pathway, to work out its clocks and to parse its facts, over so many of them. */
function round(pathways: readonly Fact[][], texts: readonly string[], times: number): Timed {
  const spent: Timed = { clocks: 0, parse: 0 };
  const inTurn = Math.ceil(times / turns);
  let found = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    let began = processorTime();
    for (let place = 0; place < inTurn; place += 1)
      found += clocksOf(pathways[(turn * inTurn + place) % pathways.length] ?? [], { asOf }).length;
    spent.clocks += processorTime() - began;
    began = processorTime();
    for (let place = 0; place < inTurn; place += 1)
      found += (JSON.parse(texts[(turn * inTurn + place) % texts.length] ?? '[]') as unknown[]).length;
    spent.parse += processorTime() - began;
  }
  if (found < 2 * turns * inTurn) throw new Error('Not every pathway has a clock and a fact');
  return { clocks: spent.clocks / (turns * inTurn), parse: spent.parse / (turns * inTurn) };
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

/** Both in turns, each round by itself: the ratio is that of one round, whatever the machine did meanwhile. */
function inTurns(pathways: readonly Fact[][], times: number) {
  const texts = pathways.map((facts) => JSON.stringify(facts));
  round(pathways, texts, times);
  round(pathways, texts, times);
  const timed = Array.from({ length: rounds }, () => round(pathways, texts, times));
  const ratios = timed.map(({ clocks, parse }) => clocks / parse);
  return {
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    microseconds: median(timed.map(({ clocks }) => clocks)),
    parse: median(timed.map(({ parse }) => parse)),
    bytes: texts.reduce((sum, { length }) => sum + length, 0) / texts.length,
  };
}

const pathways = many(typicalWait, variants);
const usual = inTurns(pathways, 40_000);
const lengths = [12, 48, 192, 768].map((facts) => {
  const longer = Array.from({ length: facts - 1 }, (_, place): readonly [number, object] => {
    const [, what] = typicalWait[place % typicalWait.length] ?? [0, {}];
    return [3 + Math.floor((place * 150) / facts), what];
  });
  return { facts, ...inTurns(many(longer, Math.ceil(24_000 / facts)), Math.ceil(120_000 / facts)) };
});

const report = reportOf(await whereTimeGoes());
console.log(report);
await writeFile(join(import.meta.dirname, 'clocks.md'), report);
if (usual.ratio > asked) process.exitCode = 1;

/** The share of time by function of our own, with what it calls in the engine. */
async function whereTimeGoes(): Promise<{ name: string; share: number }[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  const texts = pathways.map(() => '[0]');
  round(pathways, texts, 300_000);
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const time = new Map<string, number>();
  let all = 0;
  (profile.samples ?? []).forEach((sample, place) => {
    let at = nodes.get(sample);
    while (at && !at.callFrame.url.includes('/packages/')) at = nodes.get(parents.get(at.id) ?? -1);
    const spent = profile.timeDeltas?.[place] ?? 0;
    all += spent;
    const file = at?.callFrame.url.split('/src/').at(-1) ?? '';
    const name = at
      ? `\`${at.callFrame.functionName || 'a function without a name'}\`, ${file}`
      : 'the engine and its collector';
    time.set(name, (time.get(name) ?? 0) + spent);
  });
  return [...time]
    .map(([name, spent]) => ({ name, share: spent / all }))
    .toSorted((one, other) => other.share - one.share)
    .slice(0, 12);
}

function reportOf(profile: readonly { name: string; share: number }[]): string {
  const count = (value: number) => Math.round(value).toLocaleString('en-GB');
  const clocks = clocksOf(pathways[0] ?? [], { asOf });
  const [first] = lengths;
  return `# Working clocks out

Written by \`node bench/clocks.ts\` on one core of ${availableParallelism()}, Node ${process.version}. Target: not slower than \`JSON.parse\` of the same facts (${asked.toFixed(1)} ×), measured in turns in the same run. All pathways are **synthetic**.

A typical pathway has ${pathways[0]?.length} facts (${count(usual.bytes)} bytes of JSON); under all ${Object.keys(regimes).length} regimes it has ${clocks.length} clocks (${clocks.map(({ regime }) => regime).join(', ')}) with ${clocks.flatMap(({ evidence }) => evidence).length} pieces of evidence.

| Typical pathway, median of ${rounds} rounds | |
| --- | --- |
| clocks beside \`JSON.parse\` | **${usual.ratio.toFixed(2)} ×** (rounds: ${usual.lowest.toFixed(2)} to ${usual.highest.toFixed(2)}) |
| microseconds for its clocks, for \`JSON.parse\` | ${usual.microseconds.toFixed(1)}, ${usual.parse.toFixed(1)} |
| pathways a second, where \`JSON.parse\` reads ${count(usual.bytes / usual.parse)} MB a second | ${count(1e6 / usual.microseconds)} |

Longer pathways, to show that the time grows as the number of facts does:

| Facts | beside \`JSON.parse\` | microseconds a pathway | microseconds a fact, beside ${first?.facts} facts |
| --- | --- | --- | --- |
${lengths.map(({ facts, ratio, microseconds }) => `| ${facts} | ${ratio.toFixed(2)} × | ${microseconds.toFixed(1)} | ${(microseconds / facts / ((first?.microseconds ?? 1) / (first?.facts ?? 1))).toFixed(2)} × |`).join('\n')}

Where the time goes, by function, with what the engine does for it:

| Function | share |
| --- | --- |
${profile.map(({ name, share }) => `| ${name} | ${(share * 100).toFixed(1)} % |`).join('\n')}
`;
}
