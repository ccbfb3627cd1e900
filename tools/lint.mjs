// n8n's own rules with inline disabling off, types of everything, and the formatting.
import { installDependencies, runTool } from './bootstrap.mjs';

installDependencies();
const fix = process.argv.includes('--fix');
const checks = [
  [
    'eslint/bin/eslint.js',
    ['--no-inline-config', '--max-warnings', '0', ...(fix ? ['--fix'] : []), '.'],
  ],
  ['typescript/bin/tsc', ['-p', 'tsconfig.dev.json']],
  ['prettier/bin/prettier.cjs', [fix ? '--write' : '--check', '--log-level', 'warn', '.']],
];
let failed = false;
for (const [script, args] of checks) failed = (await runTool(script, args)) !== 0 || failed;
if (failed) process.exit(1);
console.log('Lint: no errors, no warnings.');
