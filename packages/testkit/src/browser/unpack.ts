import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import chromium, { inflate } from '@sparticuz/chromium';

// Run as a process of its own, with TMPDIR set to the folder that the browser is to be unpacked into.
await chromium.executablePath();
const built = createRequire(import.meta.url).resolve('@sparticuz/chromium');
await inflate(join(dirname(built), '..', 'bin', 'al2023.tar.br'));
