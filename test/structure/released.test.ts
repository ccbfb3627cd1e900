import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from './files';
import { parameterLines } from './parameters';

const FILE = 'test/structure/released-parameters.txt';

// `npm run release` writes down what stored workflows rely on from then on. A line is taken out or changed by hand, and
// only when no released node has it.
if (process.env.WRITE_RELEASED === '1') {
  writeFileSync(path.join(__dirname, '..', '..', FILE), `${parameterLines().join('\n')}\n`);
}

describe('stored workflows', () => {
  it('find every parameter and choice that was released, with the meaning it had', () => {
    const now = new Set(parameterLines());
    const released = text(FILE).trim().split('\n');
    expect(released.length).toBeGreaterThan(1_000);
    // Not released since its line was written: correct the line. Otherwise: docs/compatibility.md, what does not change.
    expect(released.filter((line) => !now.has(line))).toEqual([]);
  });
});
