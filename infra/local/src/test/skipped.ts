import { relative } from 'node:path';
import type { AggregatedResult } from '@jest/reporters';

/** Says loudly, after everything else, which tests were skipped and why. */
export default class Skipped {
  onRunComplete(_contexts: unknown, { testResults }: AggregatedResult): void {
    const skipped = testResults.flatMap(({ testFilePath, testResults: tests }) =>
      tests
        .filter(({ status }) => status === 'pending' || status === 'todo' || status === 'disabled')
        .map(({ fullName }) => ({ file: relative(process.cwd(), testFilePath), fullName })),
    );
    if (skipped.length === 0) {
      process.stderr.write('\nNo test was skipped.\n');
      return;
    }
    process.stderr.write(`\n${skipped.length} SKIPPED, AND WHY\n`);
    for (const { file, fullName } of skipped) process.stderr.write(`  ${file}: ${fullName}\n`);
  }
}
