import { weights, type Likeness, type Odds } from './weights.ts';

/** How sure a score must be. Settings, for what a wrong pair and a missed one cost is for the service to say. */
export type Thresholds = {
  /** From this probability on the two are told to be the same child, subject to a person's decision. */
  same: number;
  /** From this probability on a person should look. */
  look: number;
};

export type Verdict = 'same' | 'look' | 'no';

/** What is so of the children whose records are compared. */
export type Population = {
  /** Children whom a record might be of: two records drawn at random are of one child once in so many pairs. */
  children: number;
  /** How many siblings under 26 a child has on average. */
  siblings: number;
};

/** The share of all records that have a given name, or a family name. */
export type NameShares = { givenName?: number; familyName?: number };

export type FieldEvidence<Field extends keyof Likeness> = {
  level: Likeness[Field];
  /** log2(m / u): how many times, as a power of two, likelier in one child than in two strangers. */
  weight: number;
};
export type Evidence = { [Field in keyof Likeness]: FieldEvidence<Field> };

export type Score = {
  /** The sum of the weights against strangers, less what siblings explain. A power of two, as Splink's match weight. */
  score: number;
  /** That the two are one child, from 0 to 1. */
  probability: number;
};

const fields = Object.keys(weights) as (keyof Likeness)[];

/** A name that nobody else has is mistyped as often as rare, so that a smaller share says no more. */
const rarest = 0.00002;
/** Nor is a name so common that being misspelled would tell more than being the same. */
const commonest = { givenName: 0.03, familyName: 0.015 };

/**
 * The probability of each kind of pair to show this likeness, and from them the score and the probability that it is
 * one child (Fellegi and Sunter; the siblings are a second kind of "two children"). Fields are taken to err
 * independently. An exact name weighs by how common it is (Winkler 1989), where its share is given.
 */
export function scoreOf(likeness: Likeness, population: Population, shares: NameShares = {}): Score {
  let [same, strangers, siblings] = [1, 1, 1];
  for (const field of fields) {
    const found = oddsOf(field, likeness, shares);
    if (found === undefined) continue;
    same *= found.same;
    strangers *= found.strangers;
    siblings *= found.siblings;
  }
  const oneChild = 1 / population.children;
  const siblingPairs = population.siblings / population.children;
  const twoChildren = (1 - siblingPairs) * strangers + siblingPairs * siblings;
  const ratio = same / twoChildren;
  const odds = (ratio * oneChild) / (1 - oneChild);
  return { score: Math.log2(ratio), probability: odds / (1 + odds) };
}

/** The weight of each field by itself, for people to see why. */
export function evidenceOf(likeness: Likeness, shares: NameShares = {}): Evidence {
  return Object.fromEntries(
    fields.map((field) => {
      const found = oddsOf(field, likeness, shares);
      const weight = found === undefined ? 0 : Math.log2(found.same / found.strangers);
      return [field, { level: likeness[field], weight }];
    }),
  ) as Evidence;
}

export function verdictOf(probability: number, { same, look }: Thresholds): Verdict {
  if (probability >= same) return 'same';
  return probability >= look ? 'look' : 'no';
}

function oddsOf(field: keyof Likeness, likeness: Likeness, shares: NameShares): Odds | undefined {
  const level = likeness[field];
  const byLevel: Readonly<Record<string, Odds>> = weights[field];
  const found = byLevel[level];
  if (found === undefined || level !== 'exact') return found;
  if (field !== 'givenName' && field !== 'familyName') return found;
  const share = shares[field];
  if (share === undefined) return found;
  return { ...found, strangers: Math.min(commonest[field], Math.max(rarest, share)) };
}
