import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/**
 * `npm test [-- JEST OPTIONS]`: every test. What it runs against is printed at the top by the
 * stack that starts first, what was skipped and why at the end by the reporter.
 */
const root = resolve(import.meta.dirname, '../../../..');
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    '--max-old-space-size=4096',
    join(root, 'node_modules/jest/bin/jest.js'),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => jest.kill(signal));
jest.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
