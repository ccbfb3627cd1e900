import areas from './areas.cjs';

const area = process.env.MUTATED;

export default {
  mutate: areas[area].mutate,
  testRunner: 'jest',
  jest: { configFile: 'test/mutation/jest.config.cjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // What runs once, when a file is loaded, can only be tried by loading everything anew for each change.
  ignoreStatic: true,
  incremental: true,
  incrementalFile: `test-output/mutation/${area}.json`,
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: `test-output/mutation/${area}-report.json` },
  ignorePatterns: ['.jest-cache', 'dist', 'packed', 'test-output', 'docs/images'],
  tempDirName: '.stryker-tmp',
  // The slow ones import n8n, which takes a busy machine seconds.
  timeoutMS: process.env.MUTATED_SLOWLY === '1' ? 20_000 : 8_000,
};
