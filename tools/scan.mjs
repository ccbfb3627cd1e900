// What n8n's scanner looks for in sources and packed files of all three packages, comments that switch rules off
// counting for nothing. usage: npm run check:scan
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installDependencies, runTypeScript } from './bootstrap.mjs';

installDependencies();
const { ESLint } = await import('eslint');
const { default: tseslint } = await import('typescript-eslint');
const { packedRules, sourceRules } = await import('./n8n-rules.mjs');

if ((await runTypeScript(['tools/pack.ts', 'all', 'sobot', 'airudder'])) !== 0) process.exit(1);
const project = path.join(import.meta.dirname, '..');
let findings = 0;
for (const name of readdirSync(path.join(project, 'packed'))) {
  const source = path.join(project, 'packed', name);
  const unpacked = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-scan-'));
  const [tarball] = readdirSync(source).filter((file) => file.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', path.join(source, tarball), '-C', unpacked, '--strip-components=1']);
  const counts = [
    await scan(source, ['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts'], sourceRules),
    await scan(unpacked, ['package.json', 'dist/**/*.js'], [...sourceRules, ...packedRules]),
  ];
  rmSync(unpacked, { recursive: true, force: true });
  console.log(`${name}: ${counts[0]} sources and ${counts[1]} packed files looked at.`);
}
console.log(`Scan: ${findings} findings.`);
process.exit(findings === 0 ? 0 : 1);

/** Looks at files, and prints what it finds. @returns how many files there were */
async function scan(cwd, patterns, rules) {
  const eslint = new ESLint({
    cwd,
    allowInlineConfig: false,
    overrideConfigFile: true,
    overrideConfig: tseslint.config(
      { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
      ...rules,
    ),
    ignore: false,
  });
  const results = await eslint.lintFiles(patterns);
  for (const { filePath, messages } of results) {
    for (const { line, ruleId, message } of messages) {
      findings++;
      console.error(`${path.relative(cwd, filePath)}:${line} ${ruleId ?? ''} ${message}`);
    }
  }
  return results.length;
}
