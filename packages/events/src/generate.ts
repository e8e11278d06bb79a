import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { stringify } from 'yaml';
import { catalogue } from './catalogue.ts';
import { breakingChanges } from './compatibility.ts';
import { asyncApiOf } from './generate-asyncapi.ts';
import { exampleMessage } from './example-message.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** The folder of this package, where the contract is checked in. */
export const contractFolder = dirname(import.meta.dirname);

const generatedFolders = ['schemas', 'examples'];
const acceptedFolder = 'accepted';

/** Every file of the contract that follows from the catalogue, by its path in the package. */
export function contractFiles(): Map<string, string> {
  return new Map([
    ['asyncapi.yaml', stringify(asyncApiOf(catalogue), { lineWidth: 100, aliasDuplicateObjects: false })],
    ...catalogue.flatMap((event): [string, string][] => [
      [`schemas/${event.type}.schema.json`, json(jsonSchemaOf(event))],
      [`examples/${event.type}.json`, json(exampleMessage(event))],
    ]),
  ]);
}

/** What differs between the folder and the catalogue, in words. */
export function differences(folder: string): string[] {
  const expected = contractFiles();
  const stale = [...expected].flatMap(([path, text]) => {
    const found = readIfThere(join(folder, path));
    if (found === undefined) return [`${path} is missing`];
    return found === text ? [] : [`${path} is not what the catalogue says`];
  });
  const extra = generatedFolders
    .flatMap((name) => filesIn(folder, name))
    .filter((path) => !expected.has(path));
  return [...stale, ...extra.map((path) => `${path} belongs to no event`)];
}

/** What of the current schemas breaks the accepted ones, in words. */
export function breaksOfBaseline(folder: string): string[] {
  const schemas = new Map(catalogue.map((event) => [`${event.type}.schema.json`, jsonSchemaOf(event)]));
  return filesIn(folder, acceptedFolder).flatMap((path) => {
    const name = path.slice(acceptedFolder.length + 1);
    const type = name.replace('.schema.json', '');
    const accepted = JSON.parse(readFileSync(join(folder, path), 'utf8')) as JsonSchema;
    const current = schemas.get(name);
    if (current === undefined)
      return [`${type}: the event is gone. Its promise stands until ${path} is retired`];
    return breakingChanges(accepted, current).map(
      ({ field, why }) => `${type}: ${field}: ${why}. Make it a new major version instead`,
    );
  });
}

function write(folder: string): void {
  for (const name of generatedFolders) rmSync(join(folder, name), { recursive: true, force: true });
  for (const [path, text] of contractFiles()) put(join(folder, path), text);
}

function accept(folder: string): void {
  for (const event of catalogue) {
    put(join(folder, acceptedFolder, `${event.type}.schema.json`), json(jsonSchemaOf(event)));
  }
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function filesIn(folder: string, name: string): string[] {
  try {
    return readdirSync(join(folder, name)).map((file) => `${name}/${file}`);
  } catch {
    return [];
  }
}

function main(options: readonly string[]): number {
  const [option, ...rest] = options;
  if (rest.length > 0 || (option !== undefined && option !== '--check' && option !== '--accept')) {
    process.stderr.write('Use: generate.ts [--check | --accept]\n');
    return 2;
  }
  const faults = [
    ...breaksOfBaseline(contractFolder),
    ...(option === '--check' ? differences(contractFolder) : []),
  ];
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (option === '--check') {
    process.stdout.write(faults.length === 0 ? `${catalogue.length} events keep their promise\n` : '');
    return faults.length === 0 ? 0 : 1;
  }
  write(contractFolder);
  process.stdout.write(
    `Wrote the contract of ${catalogue.length} events to ${relative(process.cwd(), contractFolder)}\n`,
  );
  if (option === '--accept' && faults.length === 0) accept(contractFolder);
  return faults.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
