import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

/** The folder of the cache for these sources, and what to give to `java -cp`. */
export type Jars = { folder: string; classPath: string };

type Preparation = {
  /** The repository's root: the Java sources are in `infra/local/java`, the cache goes to `.waymark/lib`. */
  root: string;
  onProgress: (detail: string) => void;
};

/** Kafka and the database are started side by side, and both ask. */
const underWay = new Map<string, Promise<void>>();

/**
 * Fetch Kafka and the database library with Maven and compile our own classes, once for each state of the sources.
 * Fails with one sentence that says what to install when Java 17 or Maven is missing.
 */
export async function prepareJars({ root, onProgress }: Preparation): Promise<Jars> {
  const java = join(root, 'infra/local/java');
  const folder = join(root, '.waymark/lib', await hashOf(java));
  const jars = { folder, classPath: [join(folder, 'classes'), join(folder, 'lib', '*')].join(delimiter) };
  if (existsSync(folder)) return jars;

  const building = underWay.get(folder) ?? build(java, folder, onProgress);
  underWay.set(folder, building);
  await building.finally(() => underWay.delete(folder));
  return jars;
}

async function build(java: string, folder: string, onProgress: Preparation['onProgress']): Promise<void> {
  onProgress('fetching about 48 MB from Maven Central, the first time only');
  await mkdir(dirname(folder), { recursive: true });
  const building = await mkdtemp(`${folder}.building-`);
  try {
    await maven(java, building, onProgress);
    await rename(building, folder).catch((error: unknown) => {
      // Another process may have finished the same work first; its result is as good.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function hashOf(java: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(java, 'pom.xml')));
  const sources = join(java, 'src/main/java');
  const files = (await readdir(sources, { recursive: true })).filter((file) => file.endsWith('.java')).sort();
  for (const file of files) hash.update(file).update(await readFile(join(sources, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Maven's own output is shown only if it fails; while it runs, the number of files fetched is progress. */
async function maven(java: string, into: string, onProgress: (detail: string) => void): Promise<void> {
  const goals = ['compile', 'dependency:copy-dependencies'];
  const places = [
    `-DbuildDirectory=${into}`,
    `-DoutputDirectory=${join(into, 'lib')}`,
    '-DincludeScope=runtime',
  ];
  const child = spawn('mvn', ['-B', '-f', join(java, 'pom.xml'), ...goals, ...places], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let fetched = 0;
  const listen = (chunk: Buffer): void => {
    const text = chunk.toString();
    output = (output + text).slice(-4_000);
    const more = text.match(/^Downloaded from /gm)?.length ?? 0;
    fetched += more;
    if (more > 0) onProgress(`${fetched} files fetched`);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', () =>
      reject(new Error('Maven was not found: install Java 17 and Maven (mvn), then try again.')),
    );
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Maven could not fetch or compile the embedded stack:\n${output}`);
}
