// Clean the folder, compile, copy icons and codex files. usage: node tools/build.mjs [folder, usually dist]
import { rmSync } from 'node:fs';
import { installDependencies, runTool } from './bootstrap.mjs';

const folder = process.argv[2] ?? 'dist';

installDependencies();
rmSync(folder, { recursive: true, force: true });
for (const [script, args] of [
  ['typescript/bin/tsc', ['-p', 'tsconfig.json', '--outDir', folder]],
  ['gulp/bin/gulp.js', ['copy:assets', '--silent', '--to', folder]],
]) {
  const code = await runTool(script, args);
  if (code !== 0) process.exit(code);
}
