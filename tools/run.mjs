// Installs the project's dependencies if they are missing, then runs a TypeScript program.
// usage: node tools/run.mjs <file.ts> [arguments]
import { installDependencies, runTypeScript } from './bootstrap.mjs';

installDependencies();
process.exit(await runTypeScript(process.argv.slice(2)));
