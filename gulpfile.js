const { src, dest } = require('gulp');

const folder = process.argv[process.argv.indexOf('--to') + 1];

/** Copies what tsc leaves behind to where it compiled to: icons and codex files, beside their code. */
function copyAssets() {
  return src(['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'credentials/**/*.{svg,png}'], {
    base: '.',
    encoding: false,
  }).pipe(dest(folder));
}

exports['copy:assets'] = copyAssets;
