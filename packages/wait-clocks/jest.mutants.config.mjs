/**
 * For the mutants: the examples, the rules by table, and a few runs of each property.
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/src/*.test.ts'],
  testPathIgnorePatterns: ['run-examples'],
  globals: { propertyRuns: 30 },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'esnext' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
