import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const configuration = join(root, '.dependency-cruiser.cjs');

/** One import each that must not be, for every rule: who imports, and what. */
const forbidden: Record<string, [from: string, to: string][]> = {
  'services-never-import-each-other': [
    ['services/referral-intake/src/app.ts', 'services/pathway-tracker/src/app.ts'],
    ['services/referral-intake/src/referral/a/a.test.ts', 'services/needs-led-support/src/app.ts'],
  ],
  'packages-never-import-services': [['packages/http/src/a.ts', 'services/referral-intake/src/app.ts']],
  'only-tests-and-testkit-import-infra': [['services/referral-intake/src/b.ts', 'infra/local/src/index.ts']],
  'only-tests-import-the-testkit': [['packages/http/src/b.ts', 'packages/testkit/src/index.ts']],
  'only-tests-import-what-is-made-for-tests': [
    ['packages/messaging/src/a.ts', 'packages/messaging/src/testing/contract.ts'],
  ],
  'pure-packages-import-only-each-other': [
    ['packages/care-types/src/a.ts', 'node:fs'],
    ['packages/wait-clocks/src/a.ts', 'mongoose'],
    ['packages/wait-stats/src/a.ts', 'express'],
    ['packages/events/src/a.ts', 'packages/messaging/src/index.ts'],
    ['packages/events/src/b.ts', 'yaml'],
  ],
  'clocks-and-figures-do-not-know-events': [
    ['packages/wait-clocks/src/b.ts', 'packages/events/src/index.ts'],
  ],
  'care-types-stand-below-all': [['packages/care-types/src/b.ts', 'packages/wait-clocks/src/index.ts']],
  'messages-do-not-know-the-store': [
    ['packages/messaging/src/b.ts', 'packages/aggregate-store/src/index.ts'],
  ],
  'policy-stands-alone': [['packages/policy/src/a.ts', 'packages/care-types/src/index.ts']],
  'decisions-know-the-calendar-alone': [['packages/decisions/src/a.ts', 'packages/events/src/index.ts']],
  'the-store-knows-no-pages-and-no-http': [
    ['packages/aggregate-store/src/a.ts', 'packages/http/src/index.ts'],
    ['packages/aggregate-store/src/b.ts', 'packages/web/src/index.ts'],
  ],
  'http-and-web-know-no-store-and-no-messages': [
    ['packages/http/src/c.ts', 'packages/messaging/src/index.ts'],
    ['packages/web/src/a.ts', 'packages/aggregate-store/src/index.ts'],
  ],
  'http-does-not-know-the-pages': [['packages/http/src/i.ts', 'packages/web/src/index.ts']],
  'only-services-stand-on-the-service-base': [
    ['packages/http/src/h.ts', 'packages/service-base/src/index.ts'],
  ],
  'decisions-are-pure': [
    ['services/referral-intake/src/referral/domain/a.ts', 'packages/http/src/index.ts'],
    ['services/referral-intake/src/referral/domain/b.ts', 'node:fs'],
    ['services/referral-intake/src/referral/a/decide.ts', 'services/referral-intake/src/app.ts'],
  ],
  'services-are-made-of-areas': [
    ['services/pathway-tracker/src/waiting-list/a.ts', 'services/pathway-tracker/src/slices/a.ts'],
    ['services/needs-led-support/src/app.ts', 'services/needs-led-support/src/domain/a.ts'],
  ],
  'areas-keep-their-insides': [
    ['services/referral-intake/src/triage/b/view.ts', 'services/referral-intake/src/referral/a/view.ts'],
    ['services/referral-intake/src/operate/a.ts', 'services/referral-intake/src/person/adapters/a.ts'],
    ['services/pathway-tracker/src/waiting-list/b.ts', 'services/pathway-tracker/src/pathway/summary.ts'],
    [
      'services/needs-led-support/src/family/a/view.ts',
      'services/needs-led-support/src/plan/view-plan/view.ts',
    ],
  ],
  'a-service-joins-areas-by-their-index': [
    ['services/pathway-tracker/src/app.ts', 'services/pathway-tracker/src/pathway/domain/pathway.ts'],
    ['services/needs-led-support/src/index.ts', 'services/needs-led-support/src/plan/store.ts'],
  ],
  'shared-of-referral-intake-knows-its-own-areas': [
    ['services/referral-intake/src/shared/a.ts', 'services/referral-intake/src/person/domain/a.ts'],
  ],
  'person-of-referral-intake-knows-its-own-areas': [
    ['services/referral-intake/src/person/a/action.ts', 'services/referral-intake/src/referral/index.ts'],
  ],
  'needs-plan-of-referral-intake-knows-its-own-areas': [
    [
      'services/referral-intake/src/needs-plan/domain/a.ts',
      'services/referral-intake/src/referral/domain/d.ts',
    ],
  ],
  'referral-of-referral-intake-knows-its-own-areas': [
    ['services/referral-intake/src/referral/d/view.ts', 'services/referral-intake/src/triage/index.ts'],
  ],
  'triage-of-referral-intake-knows-its-own-areas': [
    ['services/referral-intake/src/triage/a/view.ts', 'services/referral-intake/src/duplicates/index.ts'],
  ],
  'duplicates-of-referral-intake-knows-its-own-areas': [
    ['services/referral-intake/src/duplicates/a/view.ts', 'services/referral-intake/src/import/index.ts'],
  ],
  'home-of-referral-intake-knows-its-own-areas': [
    ['services/referral-intake/src/home/a.ts', 'services/referral-intake/src/app.ts'],
  ],
  'home-of-pathway-tracker-knows-its-own-areas': [
    ['services/pathway-tracker/src/home/a.ts', 'services/pathway-tracker/src/app.ts'],
  ],
  'home-of-needs-led-support-knows-its-own-areas': [
    ['services/needs-led-support/src/home/a.ts', 'services/needs-led-support/src/app.ts'],
  ],
  'family-of-referral-intake-knows-its-own-areas': [
    ['services/referral-intake/src/family/a.ts', 'services/referral-intake/src/config.ts'],
  ],
  'import-of-referral-intake-knows-its-own-areas': [
    ['services/referral-intake/src/import/a.ts', 'services/referral-intake/src/family/domain/a.ts'],
  ],
  'pathway-of-pathway-tracker-knows-its-own-areas': [
    ['services/pathway-tracker/src/pathway/a.ts', 'services/pathway-tracker/src/priority/domain/priority.ts'],
    ['services/pathway-tracker/src/pathway/b.ts', 'services/pathway-tracker/src/app.ts'],
  ],
  'priority-of-pathway-tracker-knows-its-own-areas': [
    ['services/pathway-tracker/src/priority/a.ts', 'services/pathway-tracker/src/waiting-list/index.ts'],
  ],
  'lifecycle-of-pathway-tracker-knows-its-own-areas': [
    ['services/pathway-tracker/src/lifecycle/a.ts', 'services/pathway-tracker/src/waiting-list/domain/a.ts'],
  ],
  'waiting-list-of-pathway-tracker-knows-its-own-areas': [
    ['services/pathway-tracker/src/waiting-list/c.ts', 'services/pathway-tracker/src/lifecycle/index.ts'],
  ],
  'directory-of-needs-led-support-knows-its-own-areas': [
    ['services/needs-led-support/src/directory/a.ts', 'services/needs-led-support/src/plan/index.ts'],
  ],
  'plan-of-needs-led-support-knows-its-own-areas': [
    ['services/needs-led-support/src/plan/a.ts', 'services/needs-led-support/src/family/index.ts'],
  ],
  'family-of-needs-led-support-knows-its-own-areas': [
    ['services/needs-led-support/src/family/b.ts', 'services/needs-led-support/src/config.ts'],
  ],
  'only-its-own-part-knows-kafkajs': [
    ['services/pathway-tracker/src/waiting-list/adapters/kafka/a.ts', 'kafkajs'],
    ['packages/aggregate-store/src/c.ts', 'kafkajs'],
  ],
  'only-its-own-part-knows-mongoose': [
    ['services/pathway-tracker/src/waiting-list/e.ts', 'mongoose'],
    ['packages/messaging/src/c.ts', 'mongoose'],
  ],
  'csv-stands-alone': [['packages/csv/src/a.ts', 'packages/care-types/src/index.ts']],
  'only-its-own-part-knows-csv-stringify': [['services/referral-intake/src/k.ts', 'csv-stringify']],
  'only-its-own-part-knows-nunjucks': [['packages/http/src/d.ts', 'nunjucks']],
  'only-its-own-part-knows-nhsuk-frontend': [['services/referral-intake/src/c.ts', 'nhsuk-frontend']],
  'only-its-own-part-knows-express': [
    ['services/referral-intake/src/referral/a/action.ts', 'express'],
    ['packages/web/src/b.ts', 'express'],
  ],
  'only-its-own-part-knows-pino': [['services/referral-intake/src/d.ts', 'pino']],
  'only-its-own-part-knows-prom-client': [['services/referral-intake/src/e.ts', 'prom-client']],
  'only-its-own-part-knows-jose': [['services/referral-intake/src/f.ts', 'jose']],
  'only-its-own-part-knows-openid-client': [['services/referral-intake/src/g.ts', 'openid-client']],
  'only-its-own-part-knows-rate-limiter-flexible': [
    ['services/referral-intake/src/h.ts', 'rate-limiter-flexible'],
  ],
  'only-its-own-part-knows-playwright-core': [['packages/web/src/c.ts', 'playwright-core']],
  'no-cycles': [
    ['packages/http/src/e.ts', 'packages/http/src/f.ts'],
    ['packages/http/src/i.ts', 'packages/http/src/j.ts'],
  ],
  'nothing-unresolvable': [['packages/http/src/g.ts', 'packages/http/src/nowhere.ts']],
};

/** The other halves of the circles above. */
const waysBack: [from: string, to: string][] = [
  ['packages/http/src/f.ts', 'packages/http/src/e.ts'],
  ['packages/http/src/j.ts', 'packages/http/src/i.ts'],
];

/** Files that import types alone: a circle of types is a circle too. */
const typesOnly = new Set(['packages/http/src/i.ts', 'packages/http/src/j.ts']);

/** Imports that must stay possible: a rule that forbids too much is as wrong as one that sleeps. */
const allowed: [from: string, to: string][] = [
  ['services/referral-intake/src/app.ts', 'packages/http/src/index.ts'],
  ['services/referral-intake/src/app.ts', 'packages/service-base/src/index.ts'],
  ['packages/service-base/src/a.ts', 'packages/aggregate-store/src/index.ts'],
  ['services/referral-intake/src/adapters/mongo/a.ts', 'mongoose'],
  ['services/referral-intake/src/adapters/http/a.ts', 'express'],
  ['services/referral-intake/src/referral/domain/c.ts', 'packages/wait-clocks/src/index.ts'],
  ['services/referral-intake/src/referral/b/decide.ts', 'services/referral-intake/src/referral/domain/c.ts'],
  ['services/referral-intake/src/app.ts', 'services/referral-intake/src/shared/b.ts'],
  ['services/referral-intake/src/triage/c/view.ts', 'services/referral-intake/src/shared/b.ts'],
  ['services/referral-intake/src/operate/b.ts', 'services/referral-intake/src/person/index.ts'],
  ['services/pathway-tracker/src/main.ts', 'services/pathway-tracker/src/pathway/index.ts'],
  ['services/pathway-tracker/src/waiting-list/d/view.ts', 'services/pathway-tracker/src/pathway/index.ts'],
  ['services/pathway-tracker/src/lifecycle/b/decide.ts', 'services/pathway-tracker/src/priority/domain/a.ts'],
  ['services/pathway-tracker/src/priority/b.test.ts', 'services/pathway-tracker/src/testing/a.ts'],
  ['packages/events/src/c.ts', 'packages/wait-clocks/src/index.ts'],
  ['packages/events/src/generate.ts', 'node:fs'],
  ['packages/messaging/src/d.ts', 'kafkajs'],
  ['packages/messaging/src/d.test.ts', 'packages/testkit/src/index.ts'],
  ['packages/aggregate-store/src/d.ts', 'mongoose'],
  ['packages/web/src/assets.ts', 'express'],
];

type Violation = { from: string; to: string; rule: { name: string } };

let folder: string;
let violations: Violation[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waymark-arrows-'));
  await build([...Object.values(forbidden).flat(), ...waysBack, ...allowed]);
  violations = await violationsIn(folder, ['services', 'packages', 'infra']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(
  Object.entries(forbidden).flatMap(([rule, imports]) => imports.map((pair) => [rule, ...pair] as const)),
)('%s: %s may not import %s', (rule, from) => {
  expect(violations.filter((found) => found.from === from).map((found) => found.rule.name)).toContain(rule);
});

test.each(allowed)('%s may import %s', (from, to) => {
  expect(
    violations.filter((found) => found.from === from && found.to.includes(to.replace('node:', ''))),
  ).toEqual([]);
});

test('every rule has an import that breaks it', () => {
  const { forbidden: rules } = createRequire(import.meta.url)(configuration) as {
    forbidden: { name: string }[];
  };
  expect(Object.keys(forbidden).toSorted()).toEqual(rules.map((rule) => rule.name).toSorted());
});

test('the repository keeps its arrows', async () => {
  const found = await violationsIn(root, ['services', 'packages', 'infra/local/src', 'tests', 'bench']);
  expect(found.map(({ from, to, rule }) => `${rule.name}: ${from} imports ${to}`)).toEqual([]);
});

/** Files with these imports, and an empty file or library for all that is imported, except `nowhere.ts`. */
async function build(imports: [from: string, to: string][]): Promise<void> {
  const texts = new Map<string, string>();
  for (const [from, to] of imports) {
    const isOurs = /^(?:services|packages|infra)\//.test(to);
    const specifier = isOurs ? relative(dirname(from), to).replace(/^(?!\.)/, './') : to;
    texts.set(
      from,
      `${texts.get(from) ?? ''}${typesOnly.has(from) ? 'import type {} from' : 'import'} '${specifier}';\n`,
    );
    if (isOurs && !to.endsWith('nowhere.ts')) texts.set(to, texts.get(to) ?? 'export {};\n');
    if (!isOurs && !to.startsWith('node:')) texts.set(`node_modules/${to}/index.js`, 'export {};\n');
  }
  for (const [path, text] of texts) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function violationsIn(folder: string, parts: string[]): Promise<Violation[]> {
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cruiser, '--config', configuration, '--output-type', 'json', ...parts],
    { cwd: folder, maxBuffer: 2 ** 28, env: { ...process.env, NODE_OPTIONS: '' } },
  ).catch((failed: { stdout: string; stderr: string }) => {
    if (failed.stdout.startsWith('{')) return failed;
    throw new Error(failed.stderr);
  });
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}
