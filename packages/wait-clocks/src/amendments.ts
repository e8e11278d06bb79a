import type { Fact } from './fact.ts';

/** The fact that another takes back or replaces; undefined for one that amends nothing. */
export function amendedBy(fact: Fact): string | undefined {
  return fact.type === 'withdrawn-in-error' ? fact.withdraws : fact.corrects;
}

/** The later recorded first; where that is not known, or the same, by id: an order that does not depend on arrival. */
const laterRecorded = (one: Fact, other: Fact): number => {
  const [a, b] = [one.recorded?.at ?? '', other.recorded?.at ?? ''].map((at) =>
    at === '' ? 0 : Date.parse(at),
  );
  if (a !== b) return Number(b) - Number(a);
  return one.factId < other.factId
    ? 1
    : one.factId > other.factId
      ? -1
      : contentOf(one) < contentOf(other)
        ? 1
        : -1;
};

const contentOf = (fact: Fact): string => JSON.stringify(Object.entries(fact).toSorted());

/**
 * The facts that are in force: each once, without those withdrawn or replaced, and without the withdrawals. What corrects a
 * fact goes with it when that is withdrawn; a withdrawal that was itself withdrawn does nothing, and when a correction
 * is withdrawn what it replaced stands again. Of two corrections of one fact, of two contents under one id, and of
 * facts that correct each other in a ring, the one recorded last stands.
 */
export function factsInForce(facts: readonly Fact[]): readonly Fact[] {
  const plain = !facts.some((fact) => amendedBy(fact) !== undefined);
  if (plain && haveAnIdEach(facts)) return facts;
  const byId = new Map<string, Fact>();
  for (const fact of facts) {
    const other = byId.get(fact.factId);
    if (other === undefined || (other !== fact && laterRecorded(fact, other) < 0))
      byId.set(fact.factId, fact);
  }
  return plain ? [...byId.values()] : amended([...byId.values()]);
}

/** Of so few it is faster to compare each with each than to make a set. */
const few = 24;

function haveAnIdEach(facts: readonly Fact[]): boolean {
  if (facts.length > few) return new Set(facts.map(({ factId }) => factId)).size === facts.length;
  return facts.every(({ factId }, place) => {
    for (let other = 0; other < place; other += 1) if (facts[other]?.factId === factId) return false;
    return true;
  });
}

function amended(facts: readonly Fact[]): readonly Fact[] {
  // A ring of withdrawals is cut at the one recorded last, whatever order they came in.
  const latestFirst = facts.toSorted(laterRecorded);
  const byId = new Map(latestFirst.map((fact) => [fact.factId, fact]));
  const withdrawals = Map.groupBy(
    latestFirst.filter((fact) => fact.type === 'withdrawn-in-error'),
    ({ withdraws }) => withdraws,
  );
  const closing = closingRings(latestFirst, byId);
  const correctedBy = (fact: Fact): string | undefined => (closing.has(fact) ? undefined : fact.corrects);
  const corrections = Map.groupBy(latestFirst, correctedBy);
  const known = new Map<Fact, boolean>();

  const isWithdrawn = (fact: Fact): boolean => {
    const before = known.get(fact);
    if (before !== undefined) return before;
    known.set(fact, false);
    const corrected = byId.get(correctedBy(fact) ?? '');
    const answer =
      (withdrawals.get(fact.factId) ?? []).some((other) => other !== fact && isInForce(other)) ||
      (corrected !== undefined && isWithdrawn(corrected));
    known.set(fact, answer);
    return answer;
  };
  const versionsOf = (factId: string): readonly Fact[] =>
    (corrections.get(factId) ?? []).filter((correction) => !isWithdrawn(correction));
  const isSuperseded = (fact: Fact): boolean => {
    const corrected = correctedBy(fact);
    return corrected !== undefined && (versionsOf(corrected)[0] ?? fact) !== fact;
  };
  const isInForce = (fact: Fact): boolean =>
    !isWithdrawn(fact) && versionsOf(fact.factId).length === 0 && !isSuperseded(fact);

  return latestFirst.filter((fact) => fact.type !== 'withdrawn-in-error' && isInForce(fact));
}

/** Of each ring of corrections, a fact that corrects itself among them, the one that corrects what was recorded last. */
function closingRings(facts: readonly Fact[], byId: ReadonlyMap<string, Fact>): ReadonlySet<Fact> {
  const closing = new Set<Fact>();
  const visited = new Set<Fact>();
  for (const begin of facts) {
    const path: Fact[] = [];
    let fact: Fact | undefined = begin;
    while (fact !== undefined && !visited.has(fact)) {
      visited.add(fact);
      path.push(fact);
      fact = byId.get(fact.corrects ?? '');
    }
    const entered = fact === undefined ? -1 : path.indexOf(fact);
    const ring = entered < 0 ? [] : path.slice(entered);
    const last = ring.toSorted(laterRecorded)[0]?.factId;
    for (const one of ring) if (one.corrects === last) closing.add(one);
  }
  return closing;
}
