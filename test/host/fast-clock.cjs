// Lets this package's waits in a real n8n pass twenty times as fast; n8n is started with it by `--require`.
const Module = require('node:module');

const SPEED = 20;

/** So much time passes at once, so that what is done again and again meanwhile (a lease) is done often enough. */
const SLICE_MS = 1_000;

const load = Module._extensions['.js'];

Module._extensions['.js'] = (module, file) => {
  load(module, file);
  if (!/[\\/]runtime[\\/]clock\.js$/.test(file) || module.exports.setClock === undefined) return;
  const { clock, setClock } = module.exports;
  const real = clock();
  let ahead = 0;
  const now = () => Date.now() + ahead;
  setClock({
    now,
    async sleep(milliseconds, signal) {
      const due = now() + milliseconds;
      while (now() < due && signal?.aborted !== true) {
        const next = Math.min(due, now() + SLICE_MS);
        await real.sleep((next - now()) / SPEED, signal);
        if (signal?.aborted !== true) ahead = Math.max(ahead, next - Date.now());
      }
    },
    every: (milliseconds, until, work) => real.every(milliseconds / SPEED, until, work),
    timeout: (milliseconds) => milliseconds,
  });
  console.log('FAST CLOCK');
};
