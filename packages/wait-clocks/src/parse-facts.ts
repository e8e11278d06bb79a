import { z } from 'zod';
import { Fact } from './fact.ts';
import { faultWords, hint, quoted } from './fault-words.ts';

/** What is wrong with one fact of a person: its place among them, where there are several, and in words. */
export type Unread = { place?: number; says: readonly string[] };
/** The facts of one person that a part of a file holds, and those that could not be read; no person where it cannot be told. */
export type ParsedFacts = { person: string | undefined; facts: readonly Fact[]; unread: readonly Unread[] };

const Line = z.object({ person: z.string().min(1), facts: z.array(z.unknown()) });
const lineNeeds = 'a line needs "person", a text in quotes, and "facts", a list';

/** Reads a person with their facts, written as JSON. A fact that is none is left out and named by its place. */
export function factsFromJson(text: string): ParsedFacts {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { person: personIn(text), facts: [], unread: [{ says: [whyNoJson(text)] }] };
  }
  const read = Line.safeParse(json);
  if (!read.success) {
    const { person } = z.object({ person: z.string().min(1) }).safeParse(json).data ?? {};
    return { person, facts: [], unread: [{ says: [lineNeeds] }] };
  }
  const facts: Fact[] = [];
  const unread: Unread[] = [];
  read.data.facts.forEach((given, at) => {
    const fact = Fact.safeParse(given);
    if (fact.success) facts.push(fact.data);
    else unread.push({ place: at + 1, says: faultsOf(given) });
  });
  return { person: read.data.person, facts, unread };
}

/** The person whom a text that is no JSON names, where it names one alone. */
export function personIn(text: string): string | undefined {
  if (text.split('"person"').length !== 2) return undefined;
  const written = /"person"\s*:\s*(?<person>"(?:[^"\\]|\\.)+")/.exec(text)?.groups?.['person'];
  try {
    return written === undefined ? undefined : (JSON.parse(written) as string);
  } catch {
    return undefined;
  }
}

function whyNoJson(text: string): string {
  if (isJson(text.replace(/,(?=\s*[\]}])/g, ''))) return 'this is not JSON: take out the comma before ] or }';
  if (/[{,]\s*'/.test(text)) return 'this is not JSON: write double quotes, not single ones';
  return 'this is not JSON';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How the text of a cell is read: by what the field holds in a fact. */
type Reading = (cell: string) => unknown;
const inWords: Reading = (cell) => cell;
const asList: Reading = (cell) => cell.split(/\s+/);
const asNumber: Reading = (cell) => (Number.isFinite(Number(cell)) ? Number(cell) : cell);
const truths = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
]);
const asTruth: Reading = (cell) => truths.get(cell.toLowerCase()) ?? cell;

function readingOf(schema: z.core.$ZodType): Reading {
  if (schema instanceof z.ZodOptional) return readingOf(schema.unwrap());
  const { def } = schema._zod;
  if (def.type === 'array') return asList;
  if (def.type === 'boolean') return asTruth;
  if (def.type === 'number') return asNumber;
  return schema instanceof z.ZodLiteral && typeof schema.value === 'number' ? asNumber : inWords;
}

const readings = new Map(
  Fact.options.flatMap(({ shape }) =>
    Object.entries<z.core.$ZodType>(shape).map(([field, schema]) => [field, readingOf(schema)] as const),
  ),
);
const kinds = Fact.options.map(({ shape }) => shape.type.value);
const plain = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]/g, '');
const fieldOf = new Map(['person', ...readings.keys()].map((field) => [plain(field), field]));
const needed = ['person', 'type', 'factId', 'referralId', 'on'];

/** What stands in each column of a table; null where a column has no heading. */
export type Columns = { person: number; columns: readonly ({ field: string; read: Reading } | null)[] };

/** Reads the headings of a table, in whatever case and with whatever spaces; in words why they are none. */
export function columnsOf(headings: readonly string[]): Columns | string {
  const fields = headings.map((heading) => fieldOf.get(plain(heading)));
  const missing = needed.filter((field) => !fields.includes(field));
  if (fields.every((field) => field === undefined))
    return `The first row must name the columns, ${needed.join(', ')} among them. It names none: write them above the facts`;
  if (missing.length > 0) {
    const others = headings.filter((heading, at) => fields[at] === undefined && heading.trim() !== '');
    const has = others.length === 0 ? '' : `. No fact has ${others.slice(0, 10).map(quoted).join(', ')}`;
    return `The first row names no column ${missing.map((field) => `"${field}"`).join(', ')}${has}`;
  }
  for (const [at, heading] of headings.entries()) {
    const field = fields[at];
    if (field === undefined && heading.trim() !== '')
      return `No fact has the column ${quoted(heading)} (column ${at + 1}). ${hint(heading, [...fieldOf.values()])}Take it out, or name it as one of: ${[...fieldOf.values()].join(', ')}`;
    const first = fields.indexOf(field);
    if (field !== undefined && first !== at)
      return `The column "${field}" stands twice: columns ${first + 1} and ${at + 1}. Take one out`;
  }
  return {
    person: fields.indexOf('person'),
    columns: fields.map((field) =>
      field === undefined ? null : { field, read: readings.get(field) ?? inWords },
    ),
  };
}

/** Reads a row of cells: one fact. Empty cells are not there. */
export function factFromCells({ person: at, columns }: Columns, cells: readonly string[]): ParsedFacts {
  const nameless = cells.findIndex((cell, place) => cell !== '' && !columns[place]);
  const ragged = cells.length < columns.length || nameless >= columns.length;
  // What stands after a cell too many or too few is in the wrong column.
  const person = ragged && at > 0 ? undefined : cells[at] || undefined;
  if (ragged) return { person, facts: [], unread: [{ says: [isRagged(cells.length, columns.length)] }] };
  if (person === undefined)
    return { person, facts: [], unread: [{ says: ['person: say whose fact it is'] }] };
  if (nameless >= 0)
    return { person, facts: [], unread: [{ says: [`column ${nameless + 1} has a value and no heading`] }] };
  const given: Record<string, unknown> = {};
  for (let place = 0; place < columns.length; place += 1) {
    const [cell, column] = [cells[place], columns[place]];
    if (cell && column && place !== at) given[column.field] = column.read(cell);
  }
  const fact = Fact.safeParse(given);
  return fact.success
    ? { person, facts: [fact.data], unread: [] }
    : { person, facts: [], unread: [{ says: faultsOf(given) }] };
}

const isRagged = (has: number, wanted: number): string =>
  `the row has ${has} cells, and the headings are ${wanted}. Put a cell that holds the separator in double quotes`;

/** What is wrong with what is no fact, field by field, with what was typed. */
function faultsOf(given: unknown): readonly string[] {
  const issues = Fact.safeParse(given, { reportInput: true }).error?.issues ?? [];
  return issues.flatMap((issue) => {
    const at = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${[...at, key].join(', ')}: this kind of fact has no such field`);
    if (issue.code === 'invalid_union') return [`type: ${noSuchKind(given)}`];
    return [`${at.join(', ') || 'fact'}: ${faultWords(issue)}`];
  });
}

function noSuchKind(given: unknown): string {
  const { type } = z.object({ type: z.string() }).safeParse(given).data ?? {};
  const typed = type === undefined ? '' : `${quoted(type)} is not known here. ${hint(type, kinds)}`;
  return `${typed}The type must be one of: ${kinds.join(', ')}`;
}
