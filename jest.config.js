/** Only strips the types, which `npm run lint` checks. */
const SWC = {
  jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

/** One project a kind of test; `npm run test:<kind>` runs it. */
const suite = (name, more = {}) => ({
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', SWC] },
  modulePathIgnorePatterns: [
    '<rootDir>/.stryker-tmp',
    '<rootDir>/dist',
    '<rootDir>/packed',
    '<rootDir>/test-output',
  ],
  cacheDirectory: '<rootDir>/.jest-cache',
  ...more,
});

/** Tests with a real n8n, which all install the same packed package. */
const withN8n = {
  globalSetup: '<rootDir>/test/host/pack.ts',
  globalTeardown: '<rootDir>/test/host/unpack.ts',
};

/** What only `npm run test:long` runs. */
const withoutLong = { testPathIgnorePatterns: ['\\.long\\.test\\.ts$'] };

module.exports = {
  projects: [
    suite('unit'),
    suite('structure'),
    suite('model'),
    suite('engine', { setupFiles: ['<rootDir>/test/engine/setup.ts'] }),
    suite('faults', { setupFiles: ['<rootDir>/test/engine/setup.ts'] }),
    suite('outages', { ...withN8n, ...withoutLong }),
    {
      ...suite('long-servers', withN8n),
      testMatch: ['<rootDir>/test/{outages,browser,host}/**/*.long.test.ts'],
    },
    suite('host', { ...withN8n, ...withoutLong }),
    suite('hostile', withN8n),
    suite('queue', withN8n),
    suite('browser', { ...withN8n, ...withoutLong }),
  ],
  reporters: ['default', '<rootDir>/tools/count-reporter.js'],
  testTimeout: 60_000,
};
