import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { examplesIn, largestFile, MalformedExamples, runExamples } from './run-examples.ts';

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
      /line 8: cases → 1 → facts → 1 → referal: 'referal' is not something that happens\. Did you mean 'referral received'\? .*one of: referral received, seen/,
    ],
    [
      'two facts in one',
      file('      - seen: 2025-03-03\n        died: 2025-03-04'),
      /line 8.*one thing; this has 'seen' and 'died'\. Begin each with "- "/,
    ],
    [
      'a date that does not exist',
      file('      - seen: 2025-02-30'),
      /line 8: .*seen: '2025-02-30' is not a date\. 'seen' needs the day .*like 2025-03-31/,
    ],
    [
      'a date as people write it',
      file('      - seen: 03/04/2025'),
      /line 8: .*seen: '03\/04\/2025' is not a date\. .*like 2025-03-31/,
    ],
    [
      'an unknown way',
      file('      - seen: 2025-03-03\n        by: pigeon'),
      /line 9: .*by: 'pigeon' is not known here\. Write one of: face to face, telephone/,
    ],
    [
      'an unknown key',
      file('      - seen: 2025-03-03\n        bye: video'),
      /line 9: .*bye: 'bye' is not known here\. Did you mean 'by'\? Allowed: by, mechanism, late/,
    ],
    [
      'an unknown code',
      file(`${referral}\n        team: Z9`),
      /line 10: .*team: 'Z9' is not a team type\. Write one of: A01/,
    ],
    [
      'a missing key',
      file('      - outcome measure: 2025-03-03'),
      /line 8: .*tool: Outcome measure is needed/,
    ],
    [
      'an unknown clock',
      file(referral, '- clock: nhs'),
      /line 11: .*clock: 'nhs' is not known here\. Write one of: cyp-4-week, local-18-weeks/,
    ],
    [
      'an unknown expectation',
      file(referral, '- clock: cyp-4-week\n        dys: 3'),
      /line 12: .*dys: 'dys' is not known here\. Did you mean 'days'\? Allowed: clock, referral, period/,
    ],
    [
      'days that are no number',
      file(referral, '- clock: cyp-4-week\n        days: many'),
      /line 12: .*days: 'many' cannot be read here\. Write a whole number/,
    ],
    [
      'no facts',
      file('      []').replace('facts:\n      []', 'facts: []'),
      /line 7: .*facts: A case needs at least one fact/,
    ],
    ['broken YAML', 'title: [x', /my\.yaml, line/],
    ['an empty file', '', /^my\.yaml is empty\. Begin it with 'title:'/],
    ['a file of comments', '# later\n', /^my\.yaml is empty/],
    ['a file without cases', 'title: Test', /line 1: cases: Write a list of cases/],
    ['a file with no case', 'title: Test\ncases: []', /line 2: cases: .*Write at least one case/],
    [
      'a list instead of a file',
      '- a\n- b',
      /my\.yaml, line 1: file: A list cannot be read here\. Write a group of lines/,
    ],
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

  it('with every fault at once, in the order of the lines', () => {
    const faults = faultsOf(
      file('      - seen: 2025-03-03\n        by: pigeon\n      - died: soon', '- clock: nhs'),
    );
    expect(faults.split('\n').map((fault) => /line (\d+)/.exec(fault)?.[1])).toEqual(['9', '10', '12']);
  });

  it('with a long list of what is allowed only once', () => {
    const faults = faultsOf(file(referral, '- clock: nhs\n      - clock: other'));
    expect(faults).toMatch(/'other' is not known here\. Write one of: those named for line 11$/);
  });

  it('and never repeats an NHS number, nor a text without end', () => {
    const faults = faultsOf(
      file(`${referral}\n        team: 999 000 0018\n        reason: ${'x'.repeat(500)}`),
    );
    expect(faults).toContain('An NHS number is not a team type');
    expect(faults).not.toContain('0018');
    expect(faults).toContain(`'${'x'.repeat(40)}…'`);
  });
});

const whole = file(
  '      - referral received: 2025-03-03\n        age: 12\n      - seen: 2025-03-15\n        by: video',
);

describe('one fault of form is one message, with what to do', () => {
  it.each<[string, [from: string | RegExp, to: string], string]>([
    ['a tab', ['        age', '\t\tage'], "line 9: 'age: 12' begins with a tab. Indent it with spaces"],
    [
      'no space after a colon',
      ['by: video', 'by:video'],
      "line 11: Put a space after the colon: 'by: video'",
    ],
    [
      'no space after a dash',
      ['- seen', '-seen'],
      "line 10: Put a space after the dash: '- seen: 2025-03-15'",
    ],
    [
      'a colon in a title',
      ['A test', 'A test: the first'],
      "line 4: A text with a colon needs quotes: title: 'A test: the first'",
    ],
    ['no colon', ['facts:', 'facts'], "line 7: 'facts' has no colon. Write it as 'key:' or 'key: value'"],
    ['a key too far left', ['        age', '       age'], "line 9: 'age: 12' is indented by 7 spaces"],
    ['a key too far right', ['        by', '          by'], "line 11: 'by: video' is indented by 10 spaces"],
    ['a key of a case too far left', ['    facts', '   facts'], "line 7: 'facts:' is indented by 3 spaces"],
    ['a dash that is missing', ['      - seen', '      seen'], "a dash is missing: '- seen: 2025-03-15'"],
    ['a quote that is not closed', ['A test', "'A test"], "line 4: 'title: 'A test' opens a quote"],
    ['a bracket that is not closed', ['by: video', 'by: [video'], "line 11: 'by: [video' opens a bracket"],
    ['text after quotes', ['A test', '"A" test'], 'goes on after its quotes'],
    ['a backslash in quotes', ['A test', '"A\\q"'], 'line 4: \'title: "A\\q"\' has a backslash'],
    ['a text that begins with @', ['A test', '@test'], "begins with @ needs quotes: title: '@test'"],
    ['a text that begins with |', ['A test', '| test'], "begins with | needs quotes: title: '| test'"],
    ['a text that begins with *', ['A test', '*test'], "line 4: '*test' is a reference"],
    ['a key twice', ['by: video', 'by: video\n        by: email'], "line 12: 'by' stands twice in one entry"],
    [
      'a colon of another alphabet',
      ['by: video', 'by： video'],
      "line 11: 'by： video' has a colon of another",
    ],
    [
      'a value and a list',
      ['cases:', 'cases: these'],
      "line 2: 'cases: these' has a value and a list below it",
    ],
    [
      'a second file',
      ['title: Test', 'title: Test\n---'],
      "line 2: A line '---' or '...' begins a second file",
    ],
  ])('%s', (_, [from, to], says) => {
    const faults = faultsOf(whole.replace(from, to));
    expect(faults).toContain(says);
    expect(faults.split('\n')).toEqual([
      expect.stringMatching(/^my\.yaml, line \d+: /),
      expect.stringContaining('mended'),
    ]);
  });

  it('of brackets without end', () => {
    for (const deep of [`cases: ${'['.repeat(5_000)}`, `cases: ${'['.repeat(4_000)}${']'.repeat(4_000)}`])
      expect(faultsOf(deep)).toContain('line 1: The brackets are nested too deep');
  });

  it('of a small file that unfolds to one without end', () => {
    const steps = Array.from(
      { length: 20 },
      (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`,
    );
    expect(faultsOf(`a0: &a0 [x]\n${steps.join('\n')}`)).toContain("line 1: '&a0' is a reference");
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

  const told = async (...named: string[]) => {
    const lines: string[] = [];
    const passed = await runExamples(named, (line) => lines.push(line));
    return { passed, output: lines.join('\n') };
  };

  it('runs every file of a folder and says how many', async () => {
    const below = await mkdtemp(join(await folder, 'cases-'));
    await writeFile(join(below, 'b.yaml'), file(referral));
    await writeFile(join(below, 'a.YML'), file(referral));
    await writeFile(join(below, 'notes.txt'), 'none');
    const { passed, output } = await told(below);
    expect(passed).toBe(true);
    expect(output).toMatch(/^2 files in .*cases-[^]*a\.YML[^]*b\.yaml[^]*2 passed, 0 failed$/);
  });

  it('has words for a folder without examples', async () => {
    const { passed, output } = await told(await mkdtemp(join(await folder, 'none-')));
    expect(passed).toBe(false);
    expect(output).toMatch(/There is no file that ends in \.yaml in the folder .*none-/);
  });

  it('refuses a file that is too large before it is read, and one that is no text', async () => {
    const [large, binary] = [join(await folder, 'large.yaml'), join(await folder, 'binary.yaml')];
    await writeFile(large, file(referral));
    await truncate(large, largestFile + 1);
    await writeFile(binary, Buffer.from([1, 0, 2]));
    const { output } = await told(large, binary);
    expect(output).toContain('large.yaml is larger than 5 MB. Part it into several files in one folder');
    expect(output).toContain('binary.yaml is not a text file');
  });

  it('reads a file as Windows programs save it', async () => {
    const text = file(referral).replace('A test', 'Zoë');
    const files = ['utf16', 'cr', 'ansi'].map(async (name) => join(await folder, `${name}.yaml`));
    const [utf16 = '', cr = '', ansi = ''] = await Promise.all(files);
    await writeFile(utf16, Buffer.from(`\ufeff${text}`, 'utf16le'));
    await writeFile(cr, text.replaceAll('\n', '\r'));
    await writeFile(ansi, Buffer.from(text, 'latin1'));
    const { output } = await told(utf16, cr, ansi);
    expect(output.match(/pass {2}T1 {2}Zoë/g)).toHaveLength(3);
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
    const called = (...args: string[]) =>
      spawnSync(process.execPath, [runner, ...args], { encoding: 'utf8' });
    expect(called('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('-- FOLDER') as string,
    });
    expect(called('--all')).toMatchObject({
      status: 64,
      stdout: expect.stringContaining('no option --all') as string,
    });
  });
});
