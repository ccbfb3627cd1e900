const path = require('node:path');
const areas = require('./areas.cjs');

/** What an area's list of files in one suite says: `engine/{a,b}` are two of `engine`. */
function filesIn(suite) {
  return areas[process.env.MUTATED].slow
    .map((files) => /^(\w+)\/\{?([\w,-]+)\}?$/.exec(files))
    .filter(([, where]) => where === suite)
    .flatMap(([, , names]) => names.split(','));
}

// n8n's engine is loaded once for all of them, not once for each.
for (const name of filesIn('engine')) {
  describe(name, () => {
    require(path.join(__dirname, '..', 'engine', `${name}.test.ts`));
  });
}
