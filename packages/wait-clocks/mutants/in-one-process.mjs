import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { expect } from 'expect';
import fc from 'fast-check';

/** The tests of this package that ask its rules, as they stand. */
const files = [
  ...['examples', 'describe-rules', 'clocks-of', 'referrals', 'amendments', 'four-week-scope'],
  ...['fact', 'parse-facts', 'regimes', 'needs', 'run-clocks', 'properties'],
];
/** Of each property, and always the same ones: a mutant must not live or die by chance. */
const runs = 150;
const seed = 20_250_106;

/** @typedef {{ id: string, run: () => unknown }} Test */

/** @type {Record<string, any>} What the instrumented code looks at. */
const mutants = (globalThis.__stryker__ ??= {});

/** Collects the tests of a file by the words that they are written in. */
function collector() {
  /** @type {Test[]} */
  const tests = [];
  /** @type {(() => unknown)[]} */
  const before = [];
  /** @type {(() => unknown)[]} */
  const after = [];
  let within = '';
  const test = (title, run) => void tests.push({ id: `${within}${title}`, run });
  test.each = (rows) => (title, run) =>
    rows.forEach((row, at) => test(`${title} ${at + 1}`, () => run(...[row].flat())));
  const describe = (title, tell) => {
    const outside = within;
    within = `${outside}${title} › `;
    tell();
    within = outside;
  };
  describe.each = (rows) => (title, tell) =>
    rows.forEach((row, at) => describe(`${title} ${at + 1}`, () => tell(...[row].flat())));
  const words = {
    test,
    it: test,
    describe,
    expect,
    beforeAll: (run) => void before.push(run),
    afterAll: (run) => void after.push(run),
  };
  return { tests, before, after, words };
}

async function load() {
  fc.configureGlobal({ seed });
  const { tests, before, after, words } = collector();
  Object.assign(globalThis, words, { propertyRuns: runs });
  for (const file of files) await import(pathToFileURL(join(process.cwd(), 'src', `${file}.test.ts`)).href);
  for (const run of before) await run();
  return { tests, after };
}

/**
 * Runs the tests of this package for each mutant in one process, without starting a test runner anew: thousands of
 * mutants then take minutes. A mutant of what is worked out when a file is loaded gets a process of its own.
 */
class InOneProcess {
  /** @type {ReturnType<typeof load> | undefined} */
  #loaded;

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun({ coverageAnalysis }) {
    const tests = await this.#run(() => true, { bail: false });
    return {
      ...{ status: DryRunStatus.Complete, tests },
      ...(coverageAnalysis !== 'off' && { mutantCoverage: mutants.mutantCoverage }),
    };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit, disableBail }) {
    Object.assign(mutants, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    if (mutantActivation === 'static') mutants.activeMutant = activeMutant.id;
    try {
      await (this.#loaded ??= load());
      mutants.activeMutant = activeMutant.id;
      const wanted = testFilter && new Set(testFilter);
      const tests = await this.#run((id) => wanted?.has(id) ?? true, { bail: !disableBail });
      const hung = determineHitLimitReached(mutants.hitCount, hitLimit);
      return toMutantRunResult(hung ?? { status: DryRunStatus.Complete, tests });
    } catch (error) {
      // With the mutant the rules cannot even be loaded: whoever runs anything sees it.
      const failed = { id: 'load', name: 'load', timeSpentMs: 0, status: TestStatus.Failed };
      const failureMessage = String(error);
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: [{ ...failed, failureMessage }] });
    } finally {
      mutants.activeMutant = undefined;
    }
  }

  async dispose() {
    const { after } = (await this.#loaded?.catch(() => undefined)) ?? { after: [] };
    for (const run of after) await run();
  }

  async #run(isWanted, { bail }) {
    const results = [];
    const { tests } = await (this.#loaded ??= load());
    for (const { id, run } of tests) {
      if (!isWanted(id)) continue;
      mutants.currentTestId = id;
      const began = performance.now();
      const failure = await outcomeOf(run);
      const about = { id, name: id, timeSpentMs: performance.now() - began };
      results.push(
        failure === undefined
          ? { ...about, status: TestStatus.Success }
          : { ...about, status: TestStatus.Failed, failureMessage: failure },
      );
      if (failure !== undefined && bail) break;
    }
    mutants.currentTestId = undefined;
    return results;
  }
}

/** Why it failed; undefined where it did not. */
async function outcomeOf(run) {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-one-process', InOneProcess)];
