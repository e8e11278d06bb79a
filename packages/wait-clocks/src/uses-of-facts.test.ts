import { clocksOf, findingsIn, statusesOf, type FactType, type FindingId } from './index.ts';
import type { Example } from './examples/read-examples.ts';
import { ownExamples } from './describe-rules.ts';
import { usesOfFacts, type UseOfFact } from './uses-of-facts.ts';

/** What is found about any fact, whatever its kind: a kind is not read because of it. */
const aboutAnyFact = new Set<FindingId>([
  ...(['no-activity', 'no-referral', 'amends-nothing'] as const),
  ...(['same-id-two-contents', 'time-on-another-day'] as const),
]);

/** What the clocks and the findings are for these facts of an example. */
function answersOf({ asOf, now, settings }: Example, facts: Example['facts']) {
  const findings = findingsIn(facts, { asOf, settings }).filter(({ id }) => !aboutAnyFact.has(id));
  const clocks = clocksOf(facts, { asOf, now, settings });
  return {
    clocks: JSON.stringify([clocks, statusesOf(facts, { asOf, settings })]),
    findings: JSON.stringify(findings),
  };
}

const examples = await ownExamples();

/** For each kind, whether the worked examples have a case whose clocks or findings are others without such a fact. */
function shownUses(): Map<FactType, UseOfFact> {
  const seen = new Map<FactType, { clocks: boolean; findings: boolean }>();
  for (const example of examples) {
    const all = answersOf(example, example.facts);
    for (const fact of example.facts) {
      const use = seen.get(fact.type) ?? { clocks: false, findings: false };
      seen.set(fact.type, use);
      if (use.clocks && use.findings) continue;
      const without = answersOf(
        example,
        example.facts.filter((other) => other !== fact),
      );
      use.clocks ||= without.clocks !== all.clocks;
      use.findings ||= without.findings !== all.findings;
    }
  }
  return new Map(
    [...seen].map(([type, { clocks, findings }]) => [
      type,
      clocks ? (findings ? 'clocks and findings' : 'clocks') : findings ? 'findings' : 'record only',
    ]),
  );
}

describe('every kind of fact', () => {
  const shown = shownUses();
  it.each(Object.entries(usesOfFacts))('%s is read for: %s', (type, use) => {
    expect(shown.get(type as FactType)).toBe(use);
  });
});
