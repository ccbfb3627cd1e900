/** Prints the line that says how many tests passed and failed, in a form that every machine reads. */
class CountReporter {
  onRunComplete(_contexts, results) {
    const broken = results.numFailedTests + results.numRuntimeErrorTestSuites;
    console.log(`\n${results.numPassedTests} passed, ${broken} failed`);
  }
}

module.exports = CountReporter;
