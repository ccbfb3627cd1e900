// The searches for secrets in what n8n keeps, and the hostile bodies, on a real n8n, with how much they looked at.
// usage: npm run check:trust
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runNode } from './bootstrap.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-trust-'));
process.env.TRUST_COUNTS_FILE = path.join(folder, 'counts.ndjson');
process.env.LONG = '1';
const code = await runNode(['tools/test.mjs', 'hostile', 'host']);
const totals = {};
try {
  for (const line of readFileSync(process.env.TRUST_COUNTS_FILE, 'utf8').trim().split('\n')) {
    for (const [what, count] of Object.entries(JSON.parse(line))) {
      totals[what] = (totals[what] ?? 0) + count;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const [what, count] of Object.entries(totals)) console.log(`${what}: ${count}`);
console.log(code === 0 ? 'Trust: nothing found.' : 'Trust: something was found, see above.');
process.exit(code);
