import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { installIntoN8n } from '../n8n-server/community-package';
import type { Installed } from './bed';
import { compare, type Comparison } from './comparison';

const run = promisify(execFile);

/** Other packages for calling people that are on npm and install. */
const OTHERS = ['n8n-nodes-vocallabs', 'n8n-nodes-evolution-api'];

interface Loaded {
  milliseconds: number;
  /** What a user can choose as an operation, over all nodes. */
  operations: number;
}

/** A package as n8n finds it. */
interface Package {
  /** Its files with nodes and credentials. */
  files: string[];
  packedBytes: number;
}

/**
 * How long it takes to load all nodes of a package in a new process, and how large the package is for each operation
 * that it has: against Twilio in n8n's own package, and other packages for calling people.
 *
 * @throws Error when npm cannot be reached
 */
export async function measureLoading(
  { installation, tarball }: Installed,
  rounds: number,
): Promise<Comparison[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-loading-'));
  try {
    await installIntoN8n(tarball, folder);
    const nodes = path.join(folder, '.n8n', 'nodes', 'node_modules');
    const ours = packageIn(nodes, 'n8n-nodes-calling-campaigns', statSync(tarball).size);
    const modules = path.dirname(
      path.dirname(require.resolve('n8n-workflow/package.json', { paths: [installation.script] })),
    );
    const load = async ({ files }: Package): Promise<Loaded> => {
      const script = path.join(__dirname, 'load.cjs');
      const { stdout } = await run(installation.node, [script, ...files], {
        env: { ...process.env, NODE_PATH: modules },
      });
      return JSON.parse(stdout) as Loaded;
    };
    const kilobytesAnOperation = async (one: Package) =>
      one.packedBytes / 1024 / (await load(one)).operations;
    const comparisons: Comparison[] = [];
    for (const [instead, other] of await others(installation.script, folder)) {
      const against = async (
        what: string,
        unit: Comparison['unit'],
        times: number,
        figure: (one: Package) => Promise<number>,
      ) =>
        await compare(
          { part: 'Loading', what, instead, unit, aim: { ratioAtMost: 1 } },
          times,
          async () => await figure(ours),
          async () => await figure(other),
        );
      comparisons.push(
        await against(
          'all nodes of the package loaded by a new process',
          'ms',
          rounds,
          async (one) => (await load(one)).milliseconds,
        ),
        await against('packed size for each operation', 'kB', 1, kilobytesAnOperation),
      );
    }
    return comparisons;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function packageIn(nodeModules: string, name: string, packedBytes: number): Package {
  const folder = path.join(nodeModules, name);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    n8n: { nodes?: string[]; credentials?: string[] };
  };
  const listed = [...(manifest.n8n.nodes ?? []), ...(manifest.n8n.credentials ?? [])];
  return { files: listed.map((file) => path.join(folder, file)), packedBytes };
}

async function others(script: string, folder: string): Promise<Array<[string, Package]>> {
  const found: Array<[string, Package]> = [
    ['Twilio in n8n-nodes-base', await twilio(script, folder)],
  ];
  for (const name of OTHERS) {
    const { stdout } = await run('npm', ['pack', name, '--json', '--pack-destination', folder]);
    const [{ filename, size }] = JSON.parse(stdout) as Array<{ filename: string; size: number }>;
    const place = path.join(folder, name);
    const tarball = path.join(folder, filename);
    await run('npm', ['install', '--prefix', place, '--omit=peer', '--ignore-scripts', tarball]);
    found.push([name, packageIn(path.join(place, 'node_modules'), name, size)]);
  }
  return found;
}

/** Twilio's part of n8n's own package, packed as if it were a package. */
async function twilio(script: string, folder: string): Promise<Package> {
  const base = path.dirname(createRequire(script).resolve('n8n-nodes-base/package.json'));
  const parts = ['dist/nodes/Twilio', 'dist/credentials/TwilioApi.credentials.js'];
  const packed = path.join(folder, 'twilio.tgz');
  await run('tar', ['-czf', packed, '-C', base, ...parts]);
  const nodes = ['Twilio.node.js', 'TwilioTrigger.node.js'];
  return {
    files: [...nodes.map((file) => path.join(base, parts[0], file)), path.join(base, parts[1])],
    packedBytes: statSync(packed).size,
  };
}
