import { getHeapStatistics } from 'node:v8';
import type { Fact } from '../fact.ts';
import {
  columnsOf,
  factFromCells,
  factsFromJson,
  personIn,
  type Columns,
  type ParsedFacts,
} from '../parse-facts.ts';
import { openFile, partIt } from './open-file.ts';
import { readLines } from './read-lines.ts';
import { readTable, type Row } from './read-table.ts';
import { readValues, type Value } from './read-values.ts';
import { number, Refused, usualLimits, type Limits } from './refused.ts';

/** One person of a file: the facts that could be read, and where those stand that could not. */
export type Person = { facts: Fact[]; unread: string[]; tooMany: boolean };
/** All people of a file, and where something stands whose person cannot be told. */
export type People = { people: Map<string, Person>; ofWhom: string[]; facts: number; unread: number };

/** How far the reading is, for those who wait. */
export type Reading = { bytes: number; size: number; rows: number; facts: number };
type Listener = { wrong(place: string, says: string): void; reading(so: Reading): void };

/** Reads the people of a file. Throws Refused, in words, where the file is none or holds too much. */
export async function readPeople(
  path: string,
  shown: string,
  { wrong, reading }: Listener,
  limits: Limits = usualLimits,
): Promise<People> {
  const { kind, bytes, size } = await openFile(path, shown, limits);
  const found = collector(limits, wrong);
  const so: Reading = { bytes: 0, size, rows: 0, facts: 0 };
  const counted = countedIn(so, bytes);
  const parts =
    kind === 'json'
      ? valuesOf(readValues(counted, limits.person), found)
      : rowsOf(readTable(readLines(counted, limits.row), limits.row), found, shown);
  for await (const rows of parts) {
    so.rows += rows;
    so.facts = found.people.facts;
    const { used_heap_size: used, heap_size_limit: most } = getHeapStatistics();
    if (used > most * 0.85)
      throw new Refused(`${shown} holds more than the memory of this machine takes. ${partIt}`);
    reading(so);
  }
  return found.people;
}

async function* countedIn(so: Reading, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    so.bytes += chunk.length;
    yield chunk;
  }
}

type Collector = ReturnType<typeof collector>;

function collector(limits: Limits, wrong: Listener['wrong']) {
  const people: People = { people: new Map(), ofWhom: [], facts: 0, unread: 0 };
  const personOf = (id: string): Person => {
    const known = people.people.get(id);
    if (known !== undefined) return known;
    if (people.people.size === limits.people)
      throw new Refused(`The file holds more than ${number(limits.people)} people. ${partIt}`);
    const person: Person = { facts: [], unread: [], tooMany: false };
    people.people.set(id, person);
    return person;
  };
  const lost = (place: string, says: readonly string[], of: { id: string | undefined; others?: boolean }) => {
    people.unread += 1;
    if (of.id !== undefined) personOf(of.id).unread.push(place);
    if (of.id === undefined || of.others === true) people.ofWhom.push(place);
    says.forEach((each) => wrong(place, each));
  };
  const take = (place: string, { person: id, facts, unread }: ParsedFacts) => {
    for (const each of unread)
      lost(each.place === undefined ? place : `${place}, fact ${each.place}`, each.says, { id });
    if (id === undefined) return;
    const person = personOf(id);
    people.facts += facts.length;
    if (people.facts > limits.facts)
      throw new Refused(`The file holds more than ${number(limits.facts)} facts. ${partIt}`);
    if (person.tooMany) return;
    for (const fact of facts) person.facts.push(fact);
    if (person.facts.length <= limits.factsOfOne) return;
    person.tooMany = true;
    person.facts = [];
    wrong(
      place,
      `this person has more than ${number(limits.factsOfOne)} facts: look whether one id stands for several people`,
    );
  };
  return { people, take, lost };
}

async function* valuesOf(batches: AsyncIterable<Value[]>, { take, lost }: Collector): AsyncGenerator<number> {
  for await (const values of batches) {
    for (const { place, text, broken, others } of values) {
      if (broken === undefined) take(place, factsFromJson(text));
      // Where a file was cut off, or a line has no end, there may have been more about anybody.
      else lost(place, [broken], { id: personIn(text), ...(others && { others: true }) });
    }
    yield values.length;
  }
}

async function* rowsOf(
  batches: AsyncIterable<Row[]>,
  found: Collector,
  shown: string,
): AsyncGenerator<number> {
  let columns: Columns | undefined;
  for await (const rows of batches) {
    for (const { number: row, cells, broken } of rows) {
      if (columns === undefined) columns = headingsOf(cells, shown);
      else if (broken !== undefined)
        found.lost(`row ${row}`, [broken], { id: columns.person === 0 ? wholeCell(cells[0]) : undefined });
      else if (cells.some((cell) => cell !== '')) found.take(`row ${row}`, factFromCells(columns, cells));
    }
    yield rows.length;
  }
  if (columns === undefined) throw new Refused(`${shown} is empty`);
}

function headingsOf(cells: readonly string[], shown: string): Columns {
  const columns = columnsOf(cells);
  if (typeof columns === 'string') throw new Refused(`${shown}: ${columns}`);
  return columns;
}

/** A cell of a broken row, where the quote that breaks it stands further on. */
const wholeCell = (cell = ''): string | undefined =>
  cell.includes('"') ? undefined : cell.trim() || undefined;
