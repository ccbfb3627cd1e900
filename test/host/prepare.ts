import { prepareUserFolder } from './pack';

/** `npm test` prepares the user folder with this while the quick tests run. usage: prepare.ts <folder> */
prepareUserFolder(process.argv[2]).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
