import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { check } from './examples/check-example.ts';
import { readExamples, type Example } from './examples/read-examples.ts';
import { eachListOnce } from './fault-words.ts';
import { readYaml } from './examples-file/read-yaml.ts';

const EXAMPLES = join(import.meta.dirname, '..', 'examples');
const HOW = 'docs/specs/worked-examples.md shows how to write one';

/** The largest file that is read, in bytes: some 10,000 cases, read in a few seconds. */
export const largestFile = 5_000_000;
/** The most faults of one file that are told. */
const mostFaults = 30;
/** The most faults that are looked at, to tell the first of them. */
const mostLookedAt = 1_000;

const usage = `Runs worked examples of the clocks.

  npm run examples                   all that come with Waymark
  npm run examples -- MY-CASES.yaml  only those of a file
  npm run examples -- FOLDER         those of every .yaml file in a folder

${HOW}.`;

/** A file that cannot be run; its message names each fault by line. */
export class MalformedExamples extends Error {
  override name = 'MalformedExamples';
}

/** "cases, 2, facts" as a person counts: "cases 2, facts". */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => (typeof step === 'number' ? String(step + 1) : String(step))).join(' → ');

/** The cases of a YAML text. Throws MalformedExamples, which names line, field, what was typed and what is allowed. */
export function examplesIn(text: string, name: string): readonly Example[] {
  if (/^(?:\s|#.*)*$/.test(text))
    throw new MalformedExamples(`${name} is empty. Begin it with 'title:' and 'cases:'; ${HOW}`);
  const yaml = readYaml(text.replace(/\r\n?/g, '\n'));
  if ('message' in yaml)
    throw new MalformedExamples(
      `${name}, line ${yaml.line}: ${yaml.message}.\n  What comes after it is read once this is mended.`,
    );
  const read = readExamples(yaml.content);
  if (read.ok) return read.value;
  const faults = read.faults
    .slice(0, mostLookedAt)
    .map(({ path, message }) => ({ line: yaml.lineOf(path), says: `${placeOf(path) || 'file'}: ${message}` }))
    .toSorted((one, other) => one.line - other.line);
  const once = eachListOnce();
  const told = faults
    .slice(0, mostFaults)
    .map(({ line, says }) => `${name}, line ${line}: ${once(`line ${line}`, says)}`);
  const more = read.faults.length - told.length;
  throw new MalformedExamples([...told, ...(more > 0 ? [`${name}: ${more} more faults`] : [])].join('\n'));
}

async function yamlFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /\.ya?ml$/i.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

/** The example files that come with this package. */
export const ownFiles = (): Promise<readonly string[]> => yamlFilesIn(EXAMPLES);

/** The text of a file, in whichever letters it was saved. */
function textOf(bytes: Buffer, name: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0))
    throw new MalformedExamples(
      `${name} is not a text file. Write examples as text, in a file that ends in .yaml`,
    );
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes);
}

type Tally = { passed: number; failed: number };
type Say = (line: string) => void;

async function runFile(file: string, say: Say): Promise<Tally> {
  const name = basename(file);
  const { size } = await stat(file);
  if (size > largestFile)
    throw new MalformedExamples(
      `${name} is larger than ${largestFile / 1e6} MB. Part it into several files in one folder, and name the folder`,
    );
  say(name);
  const examples = examplesIn(textOf(await readFile(file), name), name);
  const failures = examples.filter((example) => {
    const differences = check(example);
    say(`  ${differences.length === 0 ? 'pass' : 'FAIL'}  ${example.id}  ${example.title}`);
    differences.forEach((difference) => say(`          ${difference}`));
    return differences.length > 0;
  });
  return { passed: examples.length - failures.length, failed: failures.length };
}

/** The files that are meant by what was named: a folder means every .yaml file in it. */
async function filesOf(named: string, say: Say): Promise<readonly string[]> {
  const is = await stat(named);
  if (!is.isDirectory()) return [named];
  const files = await yamlFilesIn(named);
  if (files.length === 0)
    throw new MalformedExamples(`There is no file that ends in .yaml in the folder ${named}. ${HOW}`);
  say(`${files.length} ${files.length === 1 ? 'file' : 'files'} in ${named}`);
  return files;
}

const codes: Readonly<Record<string, string>> = {
  ENOENT: 'There is no file',
  EACCES: 'You may not read',
  EPERM: 'You may not read',
};

/** What a fault of a file says; undefined for one of the program itself. */
function wordsFor(error: unknown, file: string): string | undefined {
  if (error instanceof MalformedExamples) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return codes[code] && `${codes[code]} ${file}`;
}

/** A file below the folder in which one is, as one names it there. */
const asTyped = (file: string): string =>
  relative('.', file).startsWith('..') ? file : relative('.', file) || file;

/** Runs example files and those of folders, or those of this package where none is named; true where every case passes. */
export async function runExamples(named: readonly string[], say: Say): Promise<boolean> {
  const total: Tally = { passed: 0, failed: 0 };
  const attempt = async <Value>(file: string, run: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await run();
    } catch (error) {
      const words = wordsFor(error, asTyped(file));
      if (words === undefined) throw error;
      say(words);
      total.failed += 1;
      return undefined;
    }
  };
  for (const one of named.length === 0 ? [EXAMPLES] : named)
    for (const file of (await attempt(one, () => filesOf(one, named.length === 0 ? () => undefined : say))) ??
      []) {
      const tally = await attempt(file, () => runFile(file, say));
      total.passed += tally?.passed ?? 0;
      total.failed += tally?.failed ?? 0;
    }
  say(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0;
}

/** Runs the command; the exit code is 1 where a case failed or a file could not be run, 64 where it was called wrongly. */
async function main(args: readonly string[]): Promise<number> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const option = args.find((arg) => arg.startsWith('-'));
  if (option !== undefined) {
    const asked = option === '--help' || option === '-h';
    say(asked ? usage : `There is no option ${option}.\n\n${usage}`);
    return asked ? 0 : 64;
  }
  return (await runExamples(
    args.map((file) => resolve(file)),
    say,
  ))
    ? 0
    : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
