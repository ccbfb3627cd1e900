const { src, dest } = require('gulp');

/** Copies what tsc leaves behind into dist: icons and codex files, beside the code they belong to. */
function copyAssets() {
  return src(['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'credentials/**/*.{svg,png}'], {
    base: '.',
    encoding: false,
  }).pipe(dest('dist'));
}

exports['copy:assets'] = copyAssets;
