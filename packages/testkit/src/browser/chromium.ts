import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import chromium from '@sparticuz/chromium';
import { chromium as engine, type Browser } from 'playwright-core';

/** Flags of the package that would hide a fault from the tests, or end the browser with its first page. */
const unwanted = ['--single-process', '--disable-web-security', '--allow-running-insecure-content'];

/**
 * Start the browser that comes with the npm package, so that no system package is needed. Its libraries are
 * used only where the machine's own do not do. Close it when done.
 */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpacked();
  const launch = (env: Record<string, string>) =>
    engine.launch({
      executablePath: join(folder, 'chromium'),
      args: chromium.args.filter((flag) => !unwanted.includes(flag)),
      env: { ...definedEnv(), FONTCONFIG_FILE: join(folder, 'fonts.conf'), ...env },
    });
  try {
    return await launch({});
  } catch {
    return launch({ LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') });
  }
}

/** The folder with the unpacked browser. Unpacked once per version, safely with several at once. */
async function unpacked(): Promise<string> {
  const version = await installedVersion();
  const folder = join(tmpdir(), `waymark-chromium-${version}`);
  if (existsSync(folder)) return folder;
  const making = await mkdtemp(join(tmpdir(), 'waymark-chromium-'));
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('unpack.ts', import.meta.url))], {
    env: { ...definedEnv(), NODE_OPTIONS: '', TMPDIR: making },
  });
  await writeFile(join(making, 'fonts.conf'), fontsConfiguration(folder));
  await rename(making, folder).catch(() => rm(making, { recursive: true }));
  return folder;
}

async function installedVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const manifest: unknown = JSON.parse(await readFile(join(dirname(entry), '..', 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest && 'version' in manifest) return String(manifest.version);
  throw new Error('The manifest of @sparticuz/chromium names no version');
}

function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
