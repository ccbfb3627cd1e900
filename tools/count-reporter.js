const { writeFileSync } = require('node:fs');

/** Hands the numbers of a jest run to `tools/test.mjs`, which adds up several runs. */
class CountReporter {
  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    };
    if (process.env.TEST_COUNTS_FILE) {
      writeFileSync(process.env.TEST_COUNTS_FILE, JSON.stringify(counts));
    }
  }
}

module.exports = CountReporter;
