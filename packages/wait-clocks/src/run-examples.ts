import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { check } from './examples/check-example.ts';
import { readExamples } from './examples/read-examples.ts';
import type { Example } from './examples/read-examples.ts';

const EXAMPLES = join(import.meta.dirname, '..', 'examples');

/** A malformed file; its message names each fault by line. */
export class MalformedExamples extends Error {
  override name = 'MalformedExamples';
}

/** The line on which a path begins, or the nearest line above it that exists. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    }
  }
  return lines.linePos(offset).line;
}

/** "cases, 2, facts" as a person counts: "cases 2, facts". */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => (typeof step === 'number' ? String(step + 1) : String(step))).join(' → ');

/** The cases of a YAML text. Throws MalformedExamples, which names line, field and what is allowed for every fault. */
export function examplesIn(text: string, name: string): readonly Example[] {
  const lines = new LineCounter();
  // The failsafe schema leaves "01" and "no" as they are written.
  const document = parseDocument(text, { lineCounter: lines, schema: 'failsafe', prettyErrors: false });
  if (document.errors.length > 0) {
    const faults = document.errors.map(
      ({ message, pos }) => `${name}, line ${lines.linePos(pos[0]).line}: ${message}`,
    );
    throw new MalformedExamples(faults.join('\n'));
  }
  const read = readExamples(document.toJS());
  if (read.ok) return read.value;
  const faults = read.faults.map(
    ({ path, message }) =>
      `${name}, line ${lineOf(document, lines, path)}: ${placeOf(path) || 'file'}: ${message}`,
  );
  throw new MalformedExamples(faults.join('\n'));
}

/** The example files that come with this package. */
export async function ownFiles(): Promise<readonly string[]> {
  const names = await readdir(EXAMPLES);
  return names
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => join(EXAMPLES, name));
}

type Tally = { passed: number; failed: number };

async function runFile(file: string, say: (line: string) => void): Promise<Tally> {
  say(basename(file));
  const examples = examplesIn(await readFile(file, 'utf8'), basename(file));
  const failures = examples.filter((example) => {
    const differences = check(example);
    say(`  ${differences.length === 0 ? 'pass' : 'FAIL'}  ${example.id}  ${example.title}`);
    differences.forEach((difference) => say(`          ${difference}`));
    return differences.length > 0;
  });
  return { passed: examples.length - failures.length, failed: failures.length };
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

/** Runs example files, or those of this package where none is named; true where every case of every file passes. */
export async function runExamples(files: readonly string[], say: (line: string) => void): Promise<boolean> {
  const total: Tally = { passed: 0, failed: 0 };
  for (const file of files.length === 0 ? await ownFiles() : files) {
    try {
      const { passed, failed } = await runFile(file, say);
      total.passed += passed;
      total.failed += failed;
    } catch (error) {
      if (!(error instanceof MalformedExamples) && !isMissing(error)) throw error;
      say(error instanceof MalformedExamples ? error.message : `There is no file ${file}`);
      total.failed += 1;
    }
  }
  say(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0;
}

if (import.meta.main) {
  const files = process.argv.slice(2).map((file) => resolve(file));
  const allPassed = await runExamples(files, (line) => process.stdout.write(`${line}\n`));
  process.exitCode = allPassed ? 0 : 1;
}
