import { installN8n } from './install';

/** Installs n8n before a program that would hide the progress; `npm test` runs this first. */
installN8n(console.log).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
