// Lets this package's waits in a real n8n pass fifty times as fast; n8n is started with it by `--require`.
const Module = require('node:module');

const SPEED = 50;
const load = Module._extensions['.js'];

Module._extensions['.js'] = (module, file) => {
  load(module, file);
  if (!/calling-campaigns.*[\\/]runtime[\\/]clock\.js$/.test(file)) return;
  const { clock, setClock } = module.exports;
  const real = clock();
  let ahead = 0;
  const now = () => Date.now() + ahead;
  setClock({
    now,
    async sleep(milliseconds, signal) {
      const due = now() + milliseconds;
      await real.sleep(milliseconds / SPEED, signal);
      if (signal?.aborted !== true) ahead = Math.max(ahead, due - Date.now());
    },
    every: (milliseconds, until, work) => real.every(milliseconds / SPEED, until, work),
    timeout: (milliseconds) => milliseconds,
  });
};
