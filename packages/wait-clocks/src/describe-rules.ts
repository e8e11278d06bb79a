import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stringify } from 'yaml';
import { clocksOf, findingWords, regimes, statusesOf, type Clock } from './index.ts';
import type { Example } from './examples/read-examples.ts';
import { usesOfFacts } from './uses-of-facts.ts';
import { examplesIn, ownFiles } from './run-examples.ts';

/** Where the words of the rules stand, to be read and to be compared. */
export const rulesFile = join(import.meta.dirname, '..', 'rules.yaml');

type RuleWords = Record<string, { says: string; source: string; 'rests on': string; example: string }[]>;

/**
 * Every rule that speaks in the worked examples, with its words, its source and an example; each regime with its title,
 * limit, section and what it needs to stop; each finding; what each kind of fact is read for; an
 * example of each status. It is compared with the file, so that no word of a rule, no
 * source and no section changes unseen.
 */
export function describeRules(examples: readonly Example[]): string {
  const shown = examples.map((example) => {
    const { facts, asOf, now, settings } = example;
    return { example, clocks: clocksOf(facts, { asOf, now, settings }) };
  });
  const ofRegime = Object.values(regimes).map(({ id, title, limit, section, source, holds }) => {
    const theirs = shown.map(({ example, clocks }) => ({
      example,
      clocks: clocks.filter(({ regime }) => regime === id),
    }));
    const needs = theirs.flatMap(({ clocks }) =>
      clocks.flatMap(({ stillNeeded }) => stillNeeded.map(({ says }) => says)),
    );
    const readings = theirs.flatMap(({ clocks }) => clocks.flatMap(readingOf));
    return [
      id,
      {
        ...{ title, section, source, limit, from: holds.from, until: holds.until },
        needs: [...new Set(needs)].toSorted(),
        ...(readings.length > 0 && { settings: [...new Set(readings)].toSorted() }),
        rules: rulesIn(theirs),
      },
    ] as const;
  });
  const statuses = new Map<string, string>();
  for (const { id, facts, asOf, settings } of examples)
    for (const { status } of statusesOf(facts, { asOf, settings }))
      if (!statuses.has(status)) statuses.set(status, id);
  const listed = {
    regimes: Object.fromEntries(ofRegime),
    statuses: Object.fromEntries([...statuses].toSorted()),
    findings: findingWords,
    facts: usesOfFacts,
  };
  return `# Written by npm run rules from the worked examples: what each rule says, and where it is written.\n${stringify(listed, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function readingOf({ settings }: Clock): string[] {
  return Object.entries(settings).map(([name, value]) => `${name}: ${value}`);
}

function rulesIn(theirs: readonly { example: Example; clocks: readonly Clock[] }[]): RuleWords {
  const byRule = new Map<string, Map<string, RuleWords[string][number]>>();
  for (const { example, clocks } of theirs)
    for (const { rule, says, source, facts } of clocks.flatMap(({ evidence }) => evidence)) {
      const ways = byRule.get(rule) ?? new Map<string, RuleWords[string][number]>();
      const way = `${says} ${source}`;
      if (!ways.has(way))
        ways.set(way, { says, source, 'rests on': typesOf(facts, example), example: example.id });
      byRule.set(rule, ways);
    }
  return Object.fromEntries(
    [...byRule]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([rule, ways]) => [
        rule,
        [...ways.values()].toSorted((one, other) => (one.says < other.says ? -1 : 1)),
      ]),
  );
}

/** The kinds of these facts, as the example has them. */
function typesOf(ids: readonly string[], { facts }: Example): string {
  return ids.map((id) => facts.find(({ factId }) => factId === id)?.type ?? 'nothing').join(', ');
}

/** The worked examples of this package. */
export async function ownExamples(): Promise<Example[]> {
  const files = await ownFiles();
  const read = await Promise.all(
    files.map(async (file) => examplesIn(await readFile(file, 'utf8'), basename(file))),
  );
  return read.flat();
}

if (import.meta.main) await writeFile(rulesFile, describeRules(await ownExamples()));
