// Everything that a release needs and that starts no server, one after the other. usage: npm run check
import { installDependencies, runNode, runTool, runTypeScript } from './bootstrap.mjs';

installDependencies();
const steps = [
  ['Build', () => runNode(['tools/build.mjs'])],
  ['Lint', () => runNode(['tools/lint.mjs'])],
  ['Packages', () => runTypeScript(['tools/check-pack.ts'])],
  ['Scan', () => runNode(['tools/scan.mjs'])],
  ['Structure', () => runTool('jest/bin/jest.js', ['--selectProjects', 'structure'])],
  ['Coverage', () => runNode(['tools/coverage.mjs'])],
];
for (const [name, step] of steps) {
  console.log(`\n${name}`);
  if ((await step()) === 0) continue;
  console.error(`\nCheck: ${name} failed.`);
  process.exit(1);
}
console.log('\nCheck: everything passed.');
