import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { examplesIn, MalformedExamples, runExamples } from './run-examples.ts';

const file = (facts: string, expected = '- clock: cyp-4-week\n        state: running'): string => `title: Test
cases:
  - id: T1
    title: A test
    source: none
    as of: 2025-04-30
    facts:
${facts}
    expect:
      ${expected}
`;
const referral = '      - referral received: 2025-03-03\n        age: 12';

const faultsOf = (text: string): string => {
  try {
    examplesIn(text, 'my.yaml');
  } catch (error) {
    if (error instanceof MalformedExamples) return error.message;
    throw error;
  }
  return 'none';
};

describe('a malformed file is explained by line, field and what is allowed', () => {
  it.each([
    [
      'an unknown fact',
      file('      - referal: 2025-03-03'),
      /line 8: cases → 1 → facts → 1: .*one of: referral received, seen/,
    ],
    [
      'two facts in one',
      file('      - seen: 2025-03-03\n        died: 2025-03-04'),
      /line 8.*one thing; this has "seen" and "died"/,
    ],
    ['a date that does not exist', file('      - seen: 2025-02-30'), /line 8: .*seen: "seen" needs the date/],
    [
      'an unknown way',
      file('      - seen: 2025-03-03\n        by: pigeon'),
      /line 9: .*by: Write one of: face to face, telephone/,
    ],
    [
      'an unknown key',
      file('      - seen: 2025-03-03\n        bye: video'),
      /line 9: .*bye: .*Allowed: by, mechanism, late/,
    ],
    [
      'an unknown code',
      file(`${referral}\n        team: Z9`),
      /line 10: .*team: Team type must be one of: A01/,
    ],
    [
      'a missing key',
      file('      - outcome measure: 2025-03-03'),
      /line 8: .*tool: Outcome measure is needed/,
    ],
    [
      'an unknown clock',
      file(referral, '- clock: nhs'),
      /line 11: .*clock: Write one of: cyp-4-week, local-18-weeks/,
    ],
    [
      'an unknown expectation',
      file(referral, '- clock: cyp-4-week\n        dys: 3'),
      /line 12: .*dys: .*Allowed: clock, referral, period/,
    ],
    [
      'days that are no number',
      file(referral, '- clock: cyp-4-week\n        days: many'),
      /line 12: .*days: Write a whole number/,
    ],
    [
      'no facts',
      file('      []').replace('facts:\n      []', 'facts: []'),
      /line 7: .*facts: A case needs at least one fact/,
    ],
    ['broken YAML', 'title: [x', /my\.yaml, line/],
    ['an empty file', '', /my\.yaml, line 1/],
    ['a list instead of a file', '- a\n- b', /my\.yaml, line 1/],
    [
      'the same id twice',
      `${file(referral)}${file(referral).slice('title: Test\ncases:\n'.length)}`,
      /already/,
    ],
    [
      'a fact beside',
      file(`${referral}\n    beside:\n      - on: 2025-03-04\n        what: seen`),
      /line 12: .*write it under facts/,
    ],
  ])('%s', (_, text, faults) => {
    expect(faultsOf(text)).toMatch(faults);
  });

  it('with every fault at once', () => {
    const faults = faultsOf(file('      - seen: 2025-03-03\n        by: pigeon\n      - died: soon'));
    expect(faults.split('\n')).toHaveLength(2);
  });
});

describe('the runner', () => {
  const folder = mkdtemp(join(tmpdir(), 'waymark-examples-'));
  afterAll(async () => rm(await folder, { recursive: true, force: true }));

  const run = async (text: string): Promise<{ passed: boolean; output: string }> => {
    const path = join(await folder, 'case.yaml');
    await writeFile(path, text);
    const lines: string[] = [];
    const passed = await runExamples([path], (line) => lines.push(line));
    return { passed, output: lines.join('\n') };
  };

  it('says what differs in plain words', async () => {
    const { passed, output } = await run(
      file(referral, '- clock: cyp-4-week\n        days: 3\n        rules: [cyp4w-stop]'),
    );
    expect(passed).toBe(false);
    expect(output).toContain('FAIL  T1  A test');
    expect(output).toContain('cyp-4-week, days: expected 3, found 58');
    expect(output).toContain('cyp-4-week, rules: expected cyp4w-stop, found cyp4w-scope, cyp4w-spell-start');
    expect(output).toContain('0 passed, 1 failed');
  });

  it('says how many clocks there are where another number was expected', async () => {
    const { output } = await run(file(referral, '- clock: cyp-4-week\n        state: none'));
    expect(output).toContain('cyp-4-week: expected 0 clocks, found 1 (running, 2025-03-03 to now, 58 days)');
  });

  it('goes on after a file that is missing or malformed', async () => {
    const lines: string[] = [];
    const bad = join(await folder, 'bad.yaml');
    await writeFile(bad, 'cases: none');
    const passed = await runExamples([join(await folder, 'nowhere.yaml'), bad], (line) => lines.push(line));
    expect(passed).toBe(false);
    expect(lines.join('\n')).toMatch(
      /There is no file .*nowhere\.yaml[^]*bad\.yaml, line 1[^]*0 passed, 2 failed/,
    );
  });

  it('ends with status 1 when a case fails, and 0 when all pass', async () => {
    const path = join(await folder, 'cli.yaml');
    const runner = join(import.meta.dirname, 'run-examples.ts');
    const node = (text: string) =>
      writeFile(path, text)
        .then(() => promisify(execFile)(process.execPath, [runner, path]))
        .then(() => 0)
        .catch((error: unknown) =>
          typeof error === 'object' && error !== null && 'code' in error ? error.code : error,
        );
    expect(await node(file(referral))).toBe(0);
    expect(await node(file(referral, '- clock: cyp-4-week\n        days: 3'))).toBe(1);
  });
});
