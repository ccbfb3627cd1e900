/** One project a kind of test; `npm run test:<kind>` runs it. */
const suite = (name, more = {}) => ({
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', diagnostics: false }] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/test-output'],
  cacheDirectory: '<rootDir>/.jest-cache',
  ...more,
});

module.exports = {
  projects: [
    suite('unit'),
    suite('structure'),
    suite('engine', { setupFiles: ['<rootDir>/test/engine/setup.ts'] }),
    suite('faults', { setupFiles: ['<rootDir>/test/engine/setup.ts'] }),
    suite('outages'),
    suite('host'),
    suite('hostile'),
    suite('browser'),
  ],
  reporters: ['default', '<rootDir>/tools/count-reporter.js'],
  testTimeout: 30_000,
};
