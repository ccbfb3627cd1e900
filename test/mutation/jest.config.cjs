const path = require('node:path');
const areas = require('./areas.cjs');
const { projects, testTimeout } = require('../../jest.config.js');

const rootDir = path.join(__dirname, '..', '..');
const { quick, slow } = areas[process.env.MUTATED];
const chosen = process.env.MUTATED_SLOWLY === '1' ? [...quick, ...slow] : quick;
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
      testMatch:
        project.displayName === 'engine'
          ? ['<rootDir>/test/mutation/together.cjs']
          : ofSuite(project.displayName).map((files) => `<rootDir>/test/${files}.test.ts`),
    })),
  testTimeout,
};
