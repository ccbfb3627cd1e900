const path = require('node:path');
const { chosen } = require('./chosen.cjs');

/** Declares the tests of all files of a suite, so that n8n is loaded once for all of them, not once for each. */
module.exports = (suite) => {
  // What stands in the list of an area: `engine/{a,b}` are two files of `engine`.
  const files = chosen
    .map((listed) => /^(\w+)\/\{?([\w,-]+)\}?$/.exec(listed))
    .filter(([, where]) => where === suite)
    .flatMap(([, , names]) => names.split(','));
  for (const name of files) {
    describe(name, () => {
      require(path.join(__dirname, '..', suite, `${name}.test.ts`));
    });
  }
};
