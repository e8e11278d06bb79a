/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  rootDir: import.meta.dirname,
  roots: [
    '<rootDir>/packages',
    '<rootDir>/services',
    '<rootDir>/infra/local',
    '<rootDir>/tests',
    '<rootDir>/bench',
  ],
  testMatch: ['**/*.test.ts'],
  // Copies of a package while its mutants are tried.
  modulePathIgnorePatterns: ['<rootDir>/packages/wait-clocks/.stryker-tmp/'],
  testPathIgnorePatterns: ['<rootDir>/(.*/)?(node_modules|\\.stryker-tmp)/'],
  globalSetup: '<rootDir>/packages/testkit/src/stack/global-setup.ts',
  globalTeardown: '<rootDir>/packages/testkit/src/stack/global-teardown.ts',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'esnext',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  reporters: ['default', '<rootDir>/infra/local/src/test/skipped.ts'],
  testTimeout: 60_000,
  maxWorkers: 2,
  // Modules of files that ran stay in memory: over a whole run several gigabytes, in which each collection halts a test
  // for longer than a connection waits.
  workerIdleMemoryLimit: '1GB',
};
