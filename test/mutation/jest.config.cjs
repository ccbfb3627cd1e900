const path = require('node:path');
const { chosen } = require('./chosen.cjs');
const { projects, testTimeout } = require('../../jest.config.js');

const rootDir = path.join(__dirname, '..', '..');

/** Suites whose files share what they load, since it is loaded anew for every change. */
const TOGETHER = ['engine', 'unit'];

const ofSuite = (suite) => chosen.filter((files) => files.startsWith(`${suite}/`));

/** The tests of one area; Stryker runs them in a copy of this folder. */
module.exports = {
  rootDir,
  projects: projects
    .filter(({ displayName }) => ofSuite(displayName).length > 0)
    .map((project) => ({
      ...project,
      rootDir,
      modulePathIgnorePatterns: [],
      setupFiles: [...(project.setupFiles ?? []), path.join(__dirname, 'setup.cjs')],
      testMatch: TOGETHER.includes(project.displayName)
        ? [`<rootDir>/test/mutation/${project.displayName}.cjs`]
        : ofSuite(project.displayName).map((files) => `<rootDir>/test/${files}.test.ts`),
    })),
  testTimeout,
};
