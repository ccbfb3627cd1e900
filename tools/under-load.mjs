// Runs `npm test` three times in a row while two busy loops run beside it, as on a laptop that does other things.
// usage: node tools/under-load.mjs [times]
import { spawn } from 'node:child_process';
import { runNode } from './bootstrap.mjs';

const times = Number(process.argv[2] ?? 3);
const loops = [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
const results = [];
for (let time = 1; time <= times; time++) {
  const began = Date.now();
  const code = await runNode(['tools/test.mjs']);
  results.push({ passed: code === 0, minutes: ((Date.now() - began) / 60_000).toFixed(1) });
}
for (const loop of loops) loop.kill('SIGKILL');
for (const [at, { passed, minutes }] of results.entries()) {
  console.log(`run ${at + 1} under load: ${passed ? 'passed' : 'failed'} in ${minutes} minutes`);
}
process.exit(results.every(({ passed }) => passed) ? 0 : 1);
