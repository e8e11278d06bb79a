/**
 * The arrows of the house, each kept by a rule that has its own failing example in tests/arrows.test.ts.
 * Test files may use the testkit and look behind the ports; everything else may not.
 */
const test = '\\.test\\.ts$';
const inTests = [test, '^tests/', '^bench/', '/src/testing/'];
const pure = ['care-types', 'wait-clocks', 'wait-stats', 'events', 'decisions', 'policy'];
const pureFolders = `^packages/(${pure.join('|')})/src/`;

/** The parts of pure packages that are commands: they read and write files, and nothing imports them. */
const commands = [
  '^packages/wait-clocks/src/(run-examples|run-clocks|describe-rules)\\.ts$',
  '^packages/wait-clocks/src/(examples-file|facts-file)/',
  '^packages/events/src/generate',
  '^packages/care-types/src/reference-sets/main\\.ts$',
];

/** Libraries that one part of the house knows, so that it can be exchanged there. */
const knownBy = {
  kafkajs: ['^packages/messaging/', '^packages/testkit/', '^infra/local/'],
  mongoose: [
    '^packages/aggregate-store/',
    '^services/[^/]+/src/(?:.+/|)adapters/mongo/',
    '^packages/testkit/',
    '^infra/local/',
  ],
  nunjucks: ['^packages/web/'],
  // The demo's file is what a clinical system exports, not one of ours.
  'csv-stringify': ['^packages/csv/', '^infra/local/src/demo/'],
  'nhsuk-frontend': ['^packages/web/'],
  express: [
    '^packages/http/',
    '^packages/web/src/assets\\.ts$',
    '^services/[^/]+/src/(?:.+/|)adapters/http/',
    '^infra/local/',
  ],
  pino: ['^packages/service-base/'],
  'rate-limiter-flexible': ['^packages/service-base/'],
  'prom-client': ['^packages/(http|service-base)/', '^services/[^/]+/src/.*measures\\.ts$'],
  jose: ['^packages/http/', '^packages/testkit/', '^infra/local/'],
  'openid-client': ['^packages/http/'],
  'playwright-core': ['^packages/testkit/src/browser/'],
};

/**
 * The areas of each service, each with the other areas that it may import: their index.ts and their domain/. An area
 * knows only areas that are listed before it, so that there is no circle. `shared` is what three areas or more use and
 * none owns: it has no inside. `operate`, the commands of operators, joins areas as `app.ts` does.
 */
const areas = {
  'referral-intake': {
    shared: [],
    person: ['shared'],
    'needs-plan': ['shared', 'person'],
    referral: ['shared', 'person', 'needs-plan'],
    triage: ['shared', 'person', 'needs-plan', 'referral'],
    duplicates: ['shared', 'person', 'referral'],
    family: ['shared', 'person', 'referral'],
    import: ['shared', 'person', 'referral', 'duplicates'],
    home: ['shared', 'needs-plan', 'referral', 'triage', 'duplicates', 'import'],
  },
  'pathway-tracker': {
    pathway: [],
    priority: ['pathway'],
    lifecycle: ['pathway', 'priority'],
    'waiting-list': ['pathway'],
    home: ['pathway', 'priority'],
  },
  'needs-led-support': {
    directory: [],
    plan: ['directory'],
    family: ['directory', 'plan'],
    home: ['directory'],
  },
};
for (const [service, known] of Object.entries(areas))
  Object.entries(known).forEach(([area, others], at) => {
    const later = others.filter((other) => !Object.keys(known).slice(0, at).includes(other));
    if (later.length > 0)
      throw new Error(`In ${service}, ${area} knows ${later}, which is not listed before it`);
  });
const servicesOfAreas = `^services/(${Object.keys(areas).join('|')})/src`;

const library = (name) => `(^|/)node_modules/${name}/`;

module.exports = {
  forbidden: [
    {
      name: 'services-never-import-each-other',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-never-import-services',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^services/' },
    },
    {
      name: 'only-tests-and-testkit-import-infra',
      severity: 'error',
      from: { path: '^(packages|services)/', pathNot: [test, '^packages/testkit/'] },
      to: { path: '^infra/' },
    },
    {
      name: 'only-tests-import-the-testkit',
      severity: 'error',
      from: { pathNot: [...inTests, '^packages/testkit/', '^infra/'] },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'only-tests-import-what-is-made-for-tests',
      severity: 'error',
      from: { pathNot: [...inTests, '^packages/testkit/'] },
      to: { path: '/src/(testing|specimen)/' },
    },
    {
      name: 'pure-packages-import-only-each-other',
      comment: 'The distance between two words is a pure function.',
      severity: 'error',
      from: { path: pureFolders, pathNot: [test, '/src/testing/', ...commands] },
      to: { pathNot: [pureFolders, library('zod'), library('fastest-levenshtein')] },
    },
    {
      name: 'clocks-and-figures-do-not-know-events',
      severity: 'error',
      from: { path: '^packages/(care-types|wait-clocks|wait-stats)/src/', pathNot: test },
      to: { path: '^packages/events/' },
    },
    {
      name: 'care-types-stand-below-all',
      severity: 'error',
      from: { path: '^packages/care-types/src/', pathNot: test },
      to: { path: '^packages/(?!care-types/)' },
    },
    {
      name: 'policy-stands-alone',
      severity: 'error',
      from: { path: '^packages/policy/src/', pathNot: test },
      to: { path: '^packages/(?!policy/)' },
    },
    {
      name: 'csv-stands-alone',
      severity: 'error',
      from: { path: '^packages/csv/src/', pathNot: test },
      to: { path: '^packages/(?!csv/)' },
    },
    {
      name: 'decisions-know-the-calendar-alone',
      severity: 'error',
      from: { path: '^packages/decisions/src/', pathNot: test },
      to: { path: '^packages/(?!decisions/|care-types/)' },
    },
    {
      name: 'messages-do-not-know-the-store',
      severity: 'error',
      from: { path: '^packages/messaging/', pathNot: test },
      to: { path: '^packages/(aggregate-store|http|policy|web)/' },
    },
    {
      name: 'the-store-knows-no-pages-and-no-http',
      severity: 'error',
      from: { path: '^packages/aggregate-store/', pathNot: test },
      to: { path: '^packages/(http|policy|web)/' },
    },
    {
      name: 'http-and-web-know-no-store-and-no-messages',
      severity: 'error',
      from: { path: '^packages/(http|web)/', pathNot: test },
      to: { path: '^packages/(aggregate-store|messaging)/' },
    },
    {
      name: 'http-does-not-know-the-pages',
      severity: 'error',
      from: { path: '^packages/http/', pathNot: test },
      to: { path: '^packages/web/' },
    },
    {
      name: 'only-services-stand-on-the-service-base',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: ['^packages/service-base/', '^packages/testkit/', test, '/src/testing/'],
      },
      to: { path: '^packages/service-base/' },
    },
    {
      name: 'decisions-are-pure',
      comment:
        'domain/ and decide.ts: no I/O, no framework, no adapter. A keyed hash and a phonetic code are pure functions.',
      severity: 'error',
      from: {
        path: ['^services/[^/]+/src/(?:.+/|)domain/', '^services/[^/]+/src/.+/decide\\.ts$'],
        pathNot: test,
      },
      to: {
        pathNot: [
          pureFolders,
          library('zod'),
          library('double-metaphone'),
          '^(node:)?crypto$',
          '^services/[^/]+/src/(?:.+/|)domain/',
          '^services/[^/]+/src/.+/decide\\.ts$',
        ],
      },
    },
    {
      name: 'services-are-made-of-areas',
      comment: 'Every folder of a service is an area of the table, made for tests, or for operators.',
      severity: 'error',
      from: {},
      to: {
        path: Object.entries(areas).map(
          ([service, known]) =>
            `^services/${service}/src/(?!(?:${Object.keys(known).join('|')}|testing|operate)/)[^/]+/`,
        ),
      },
    },
    {
      name: 'areas-keep-their-insides',
      severity: 'error',
      from: { path: `${servicesOfAreas}/([^/]+)/`, pathNot: inTests },
      to: {
        path: '^services/$1/src/[^/]+/',
        pathNot: ['^services/$1/src/(?:$2|shared)/', '^services/$1/src/[^/]+/(?:index\\.ts$|domain/)'],
      },
    },
    {
      name: 'a-service-joins-areas-by-their-index',
      severity: 'error',
      from: { path: `${servicesOfAreas}/[^/]+\\.ts$`, pathNot: inTests },
      to: { path: '^services/$1/src/[^/]+/', pathNot: '^services/$1/src/(?:shared/|[^/]+/index\\.ts$)' },
    },
    ...Object.entries(areas).flatMap(([service, known]) =>
      Object.entries(known).map(([area, others]) => ({
        name: `${area}-of-${service}-knows-its-own-areas`,
        severity: 'error',
        from: { path: `^services/${service}/src/${area}/`, pathNot: inTests },
        to: {
          path: `^services/${service}/src/`,
          pathNot: `^services/${service}/src/(?:${[area, ...others].join('|')})/`,
        },
      })),
    ),
    ...Object.entries(knownBy).map(([name, by]) => ({
      name: `only-its-own-part-knows-${name}`,
      severity: 'error',
      from: { pathNot: [...by, ...inTests] },
      to: { path: library(name) },
    })),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/templates/', '/public/'] },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
