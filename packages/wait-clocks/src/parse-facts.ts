import { z } from 'zod';
import { Fact } from './fact.ts';

/** The facts of one person that a line holds, and what in it is no fact, in words. */
export type ParsedFacts = { person: string; facts: readonly Fact[]; wrong: readonly string[] };

const Line = z.object({ person: z.string().min(1).max(100), facts: z.array(z.unknown()) });
const nobody = { person: '', facts: [] };

/** Reads a line of JSON: a person with their facts. A fact that is none is left out and named by its place. */
export function factsFromLine(line: string): ParsedFacts {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { ...nobody, wrong: ['this is not JSON'] };
  }
  const read = Line.safeParse(json);
  if (!read.success) return { ...nobody, wrong: ['a line needs "person", a text, and "facts", a list'] };
  const facts: Fact[] = [];
  const wrong: string[] = [];
  read.data.facts.forEach((given, place) => {
    const fact = Fact.safeParse(given);
    if (fact.success) facts.push(fact.data);
    else wrong.push(...faultsOf(fact.error, `fact ${place + 1}`));
  });
  return { person: read.data.person, facts, wrong };
}

/** Fields that hold several values, and those that hold yes or no, in one cell. */
const lists = new Set(['otherReasons', 'codes', 'service']);
const truths = new Set(['inpatient', 'indirect', 'first', 'communicated', 'outcomeKnown', 'newCondition']);

/** Reads a row of cells by the names of their columns: one fact. Empty cells are not there. */
export function factFromCells({ person = '', ...cells }: Readonly<Record<string, string>>): ParsedFacts {
  if (person === '')
    return { ...nobody, wrong: ['the column "person" is needed, and says whose fact it is'] };
  const given = Object.entries(cells).filter(([, cell]) => cell !== '');
  const fact = Fact.safeParse(Object.fromEntries(given.map(([name, cell]) => [name, meaningOf(name, cell)])));
  return fact.success
    ? { person, facts: [fact.data], wrong: [] }
    : { person, facts: [], wrong: faultsOf(fact.error) };
}

function meaningOf(name: string, cell: string): unknown {
  if (lists.has(name)) return cell.split(/\s+/);
  if (truths.has(name))
    return cell === 'true' || cell === 'yes' ? true : cell === 'false' || cell === 'no' ? false : cell;
  if (name === 'score' || name === 'version') return Number.isFinite(Number(cell)) ? Number(cell) : cell;
  return cell;
}

const kinds = Fact.options.map(({ shape }) => shape.type.value).join(', ');

function faultsOf({ issues }: z.ZodError, place?: string): string[] {
  return issues.flatMap((issue) => {
    const at = [...(place === undefined ? [] : [place]), ...issue.path.map(String)];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${[...at, key].join(', ')}: this kind of fact has no such field`);
    const says = issue.code === 'invalid_union' ? `the type must be one of: ${kinds}` : issue.message;
    return [`${at.join(', ') || 'fact'}: ${says}`];
  });
}
