// Installs the project's dependencies if they are missing, then runs jest.
// usage: node tools/test.mjs [unit|engine|host|browser|structure]… [words in file names]
import { installDependencies, runTool } from './bootstrap.mjs';

const SUITES = ['unit', 'structure', 'engine', 'host', 'browser'];

installDependencies();
const chosen = process.argv.slice(2).filter((word) => SUITES.includes(word));
const patterns = process.argv.slice(2).filter((word) => !SUITES.includes(word));
const suites = chosen.length > 0 ? chosen : SUITES;
process.exit(
  await runTool('jest/bin/jest.js', [
    '--selectProjects',
    ...suites,
    ...(patterns.length > 0 ? ['--testPathPatterns', ...patterns] : []),
  ]),
);
