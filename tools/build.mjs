// Clean dist, compile, copy icons and codex files.
import { rmSync } from 'node:fs';
import { installDependencies, runTool } from './bootstrap.mjs';

installDependencies();
rmSync('dist', { recursive: true, force: true });
for (const [script, args] of [
  ['typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['gulp/bin/gulp.js', ['copy:assets', '--silent']],
]) {
  const code = await runTool(script, args);
  if (code !== 0) process.exit(code);
}
