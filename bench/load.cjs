// Loads files with nodes and credentials as n8n does, and counts what a user can choose as an operation.
// usage: node bench/load.cjs <file> … — prints JSON; NODE_PATH leads to n8n's own modules
// n8n has this in memory before it loads the first node.
require(require.resolve('n8n-workflow', { paths: [process.env.NODE_PATH] }));

const began = performance.now();
const made = process.argv.slice(2).map((file) => {
  const loaded = require(file);
  const name = file.split(/[\\/]/).pop().split('.')[0];
  return new (loaded[name] ?? Object.values(loaded)[0])();
});
const milliseconds = performance.now() - began;

const descriptions = made.flatMap((type) => [
  ...(type.description === undefined ? [] : [type.description]),
  ...Object.values(type.nodeVersions ?? {}).map(({ description }) => description),
]);
const operations = descriptions
  .flatMap(({ properties }) => properties)
  .filter(({ name }) => name === 'operation')
  .reduce((sum, { options }) => sum + (options?.length ?? 0), 0);
console.log(JSON.stringify({ milliseconds, operations: Math.max(operations, 1) }));
