import { problemsOf } from '../../tools/check-pack';

const good: Record<string, string> = {
  'package.json': JSON.stringify({ n8n: { nodes: ['dist/nodes/A/A.node.js'], credentials: [] } }),
  'README.md': '',
  'LICENSE.md': '',
  'dist/nodes/A/A.node.js': "const w = require('n8n-workflow'); const b = require('../b');",
  'dist/nodes/b.js': '',
};

const check = (change: Record<string, string | undefined>) => {
  const all = Object.fromEntries(
    Object.entries({ ...good, ...change }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  return problemsOf(Object.keys(all), (file) => all[file]);
};

describe('check:pack', () => {
  it('finds nothing wrong with a proper package', () => {
    expect(check({})).toEqual([]);
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['a file outside dist', { 'test/x.js': '' }, 'test/x.js does not belong into the package'],
    ['TypeScript in dist', { 'dist/x.ts': '' }, 'dist/x.ts does not belong into the package'],
    ['no licence', { 'LICENSE.md': undefined }, 'LICENSE.md is missing'],
    [
      'a listed node that is missing',
      { 'dist/nodes/A/A.node.js': undefined },
      'dist/nodes/A/A.node.js is missing',
    ],
    [
      'a dependency',
      {
        'package.json': JSON.stringify({
          dependencies: { axios: '1' },
          n8n: { nodes: [], credentials: [] },
        }),
      },
      'dependencies is not empty',
    ],
    [
      'a module n8n does not provide',
      { 'dist/nodes/b.js': "require('axios')" },
      'dist/nodes/b.js imports axios, which n8n does not provide',
    ],
    [
      'a Node module that is not allowed',
      { 'dist/nodes/b.js': "require('node:net')" },
      'dist/nodes/b.js imports node:net, which n8n does not provide',
    ],
    [
      'a file of its own that is missing',
      { 'dist/nodes/b.js': "require('./c')" },
      'dist/nodes/b.js imports ./c, which is not in the package',
    ],
  ])('finds %s', (_, change, problem) => {
    expect(check(change)).toContain(problem);
  });
});
