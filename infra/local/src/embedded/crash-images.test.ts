import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { prepareJars } from './jars.ts';
import { javaOptions } from './java.ts';

const root = resolve(import.meta.dirname, '../../../..');
const program = join(root, 'infra/local/java/src/test/java/waymark/mongo/CrashImages.java');

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waymark-crash-images-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

it.each([4, 6])(
  'whatever write a crash falls into, the store opens again with all that was acknowledged (seed %i)',
  async (seed) => {
    const { classPath } = await prepareJars({ root, onProgress: () => undefined });
    const options = [...javaOptions(classPath, '1g'), program, dir, '1600', String(seed)];
    const { stdout } = await promisify(execFile)('java', options);
    const { images, ...wrong } = JSON.parse(stdout) as { images: number };
    expect(wrong).toEqual({ lost: 0, unreadable: 0 });
    expect(images).toBeGreaterThan(1_500);
  },
  300_000,
);
