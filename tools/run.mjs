// Installs the project's dependencies if they are missing, then runs a TypeScript program.
// usage: node tools/run.mjs <file.ts> [arguments]
import { installDependencies, runTypeScript } from './bootstrap.mjs';

/** Those that start a real n8n. */
const WITH_N8N = ['demo/main.ts', 'bench/main.ts'];

installDependencies({ n8n: WITH_N8N.includes(process.argv[2]) });
process.exit(await runTypeScript(process.argv.slice(2)));
