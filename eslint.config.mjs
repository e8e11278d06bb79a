import tseslint from 'typescript-eslint';

const tests = [
  '**/*.test.ts',
  '**/src/testing/**',
  '**/src/specimen/**',
  'tests/**',
  'bench/**',
  'packages/testkit/**',
];

/** Code that decides: the same facts give the same answer, so time and chance come in as values. */
const decides = [
  'packages/{care-types,wait-clocks,wait-stats,events,decisions,policy}/src/**',
  'services/*/src/**/domain/**',
  'services/*/src/**/decide.ts',
];

const clockOrChance = [
  [
    'MemberExpression[object.name="Temporal"][property.name="Now"]',
    'Take the time from the clock that is given.',
  ],
  ['NewExpression[callee.name="Date"][arguments.length=0]', 'Take the time from the clock that is given.'],
  [
    'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    'Take the time from the clock that is given.',
  ],
  ['CallExpression[callee.object.name="Math"][callee.property.name="random"]', 'Take chance as a value.'],
  ['ImportSpecifier[imported.name=/^random/]', 'Take chance as a value.'],
].map(([selector, message]) => ({ selector, message }));

/** What gives another answer in another time zone of the machine: every use of a zone names it. */
const zoneOfTheProcess = [
  'CallExpression[callee.property.name=/^get(Date|Day|Hours|Minutes|Seconds|Month|FullYear|TimezoneOffset)$/]',
  'CallExpression[callee.property.name=/^toLocale(Date|Time)String$/]',
  'NewExpression[callee.name="Date"][arguments.length>1]',
  'NewExpression[callee.object.name="Intl"][callee.property.name="DateTimeFormat"]:not(:has(Property[key.name="timeZone"]))',
  'MemberExpression[object.object.name="Temporal"][object.property.name="Now"]:not([property.name="instant"])',
].map((selector) => ({
  selector,
  message: 'Name the time zone: the one of the machine is no matter of ours.',
}));

export default tseslint.config(
  { ignores: ['**/node_modules/**', '.waymark/**', 'coverage/**', '**/*.mjs', '**/*.cjs', '**/public/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/require-await': 'off',
      // No class of ours has methods that are passed around: records of functions have no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
    },
  },
  {
    files: ['services/**', 'packages/**', 'infra/**', 'bench/**'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...zoneOfTheProcess] },
  },
  {
    files: decides,
    ignores: [...tests, 'packages/care-types/src/calendar.ts'],
    rules: { 'no-restricted-syntax': ['error', ...clockOrChance, ...zoneOfTheProcess] },
  },
  {
    files: ['services/**', 'packages/**'],
    ignores: [...tests, '**/main.ts', '**/register.ts', '**/run-*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only main.ts reads the environment, by loadConfig.' },
      ],
    },
  },
  { files: [...tests, 'infra/local/src/**'], rules: { 'no-console': 'off' } },
  {
    files: tests,
    rules: {
      'no-restricted-properties': [
        'error',
        ...['test', 'it', 'describe'].map((object) => ({
          object,
          property: 'only',
          message: 'Run every test.',
        })),
      ],
      'no-restricted-globals': ['error', 'xit', 'xtest', 'xdescribe', 'fit', 'fdescribe'],
    },
  },
);
