import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { addDays, calendarDate, type CalendarDate } from '@waymark/care-types';
import { clocksOf, Fact, regimes } from '@waymark/wait-clocks';

/**
 * How many pathways' clocks are worked out in a second on one core:   node bench/clocks.ts
 * All regimes on, each pathway with other dates. Writes bench/clocks.md, with where the time goes.
 */
const asked = 200_000;
const rounds = 9;
const variants = 2_000;
const asOf = calendarDate('2026-11-21');
const born = calendarDate('2014-05-04');

/** The happenings of a year and a half of one synthetic child's wait, by days since the referral was received. */
const typical: readonly (readonly [day: number, what: object])[] = [
  [3, { type: 'accepted', team: 'C04' }],
  [20, { type: 'appointment-offered' }],
  [21, { type: 'appointment-booked' }],
  [45, { type: 'contact', attendance: '2', mechanism: '01' }],
  [60, { type: 'contact', attendance: '5', mechanism: '01' }],
  [60, { type: 'outcome-measure', tool: 'SDQ' }],
  [75, { type: 'contact', attendance: '3', mechanism: '11' }],
  [90, { type: 'contact', attendance: '5', mechanism: '11' }],
  [104, { type: 'care-plan-agreed' }],
  [110, { type: 'contact', attendance: '6', mechanism: '02' }],
  [150, { type: 'treatment-started' }],
];

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

/** Pathways in a second, over so many of them. */
function speed(pathways: readonly Fact[][], times: number): number {
  const began = performance.now();
  let clocks = 0;
  for (let place = 0; place < times; place += 1)
    clocks += clocksOf(pathways[place % pathways.length] ?? [], { asOf }).length;
  if (clocks < times) throw new Error('Not every pathway has a clock');
  return (times * 1_000) / (performance.now() - began);
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
const best = (pathways: readonly Fact[][], times: number): number[] =>
  Array.from({ length: rounds }, () => speed(pathways, times));

const pathways = many(typical, variants);
speed(pathways, 100_000);
const speeds = best(pathways, 100_000);
const lengths = [12, 48, 192, 768].map((facts) => {
  const longer = Array.from({ length: facts - 1 }, (_, place): readonly [number, object] => {
    const [, what] = typical[place % typical.length] ?? [0, {}];
    return [3 + Math.floor((place * 150) / facts), what];
  });
  const long = many(longer, Math.ceil(24_000 / facts));
  speed(long, 2_000);
  return { facts, microseconds: 1e6 / median(best(long, Math.ceil(240_000 / facts))) };
});

const report = reportOf(await whereTimeGoes());
console.log(report);
await writeFile(join(import.meta.dirname, 'clocks.md'), report);
if (median(speeds) < asked) process.exitCode = 1;

/** The share of time by function of our own, with what it calls in the engine. */
async function whereTimeGoes(): Promise<{ name: string; share: number }[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  speed(pathways, 400_000);
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

Written by \`node bench/clocks.ts\` on one core of ${availableParallelism()}, Node ${process.version}. Target: at least ${count(asked)} pathways a second. All pathways are **synthetic**.

A typical pathway has ${pathways[0]?.length} facts; under all ${Object.keys(regimes).length} regimes it has ${clocks.length} clocks (${clocks.map(({ regime }) => regime).join(', ')}) with ${clocks.flatMap(({ evidence }) => evidence).length} pieces of evidence.

| | pathways a second |
| --- | --- |
| median of ${rounds} rounds | **${count(median(speeds))}** |
| slowest, fastest | ${count(Math.min(...speeds))}, ${count(Math.max(...speeds))} |

Longer pathways, to show that the time grows as the number of facts does:

| Facts | microseconds a pathway | microseconds a fact | beside ${first?.facts} facts |
| --- | --- | --- | --- |
${lengths.map(({ facts, microseconds }) => `| ${facts} | ${microseconds.toFixed(1)} | ${(microseconds / facts).toFixed(3)} | ${(microseconds / facts / ((first?.microseconds ?? 1) / (first?.facts ?? 1))).toFixed(2)} × |`).join('\n')}

Where the time goes, by function, with what the engine does for it:

| Function | share |
| --- | --- |
${profile.map(({ name, share }) => `| ${name} | ${(share * 100).toFixed(1)} % |`).join('\n')}
`;
}
