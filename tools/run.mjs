// Installs the project's dependencies if they are missing, then runs a TypeScript program.
// usage: node tools/run.mjs <file.ts> [arguments]
import { installDependencies, runTool } from './bootstrap.mjs';

installDependencies();
process.exit(await runTool('tsx/dist/cli.mjs', process.argv.slice(2)));
