import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const PROJECT = path.join(__dirname, '..');

/** All vendors in one package, or one of them in a package of its own. */
export const PACKAGES = ['all', 'sobot', 'airudder'] as const;

export type PackageName = (typeof PACKAGES)[number];

const VENDORS = PACKAGES.filter((name) => name !== 'all');

/** What makes a package another one than that of the whole project. */
export interface Manifest {
  name: string;
  description: string;
  keywords: string[];
  n8n: { n8nNodesApiVersion: number; strict?: boolean; nodes: string[]; credentials: string[] };
  [field: string]: unknown;
}

/** Where nodes of the whole package went in a package that holds them otherwise, by their names. */
type Moved = Record<
  string,
  {
    node: string;
    /** What the old node shows first, which n8n leaves out of stored JSON. */
    resource?: string;
    resources?: Record<string, string>;
    parameters?: Record<string, unknown>;
  }
>;

interface Stored {
  nodes: StoredNode[];
}

interface StoredNode {
  type: string;
  parameters?: Record<string, unknown>;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const whole = readJson(path.join(PROJECT, 'package.json')) as Manifest & {
  devDependencies: Record<string, string>;
};

/** Where what a package has of its own lies; undefined for the whole one. */
const ownFolder = (which: PackageName): string | undefined =>
  which === 'all' ? undefined : path.join(PROJECT, 'packages', which);

/**
 * The package.json of a package. One-vendor packages are made for n8n's verification: what its tool builds, checks and
 * releases, and nothing that concerns this project.
 */
export function manifestOf(which: PackageName): Manifest {
  const own = ownFolder(which);
  if (own === undefined) return whole;
  const { name, description, keywords, n8n } = readJson(path.join(own, 'package.json')) as Manifest;
  const { version, license, homepage, bugs, author, repository, engines, files } = whole;
  return {
    name,
    version,
    description,
    keywords,
    license,
    homepage,
    bugs,
    author,
    repository,
    engines,
    files,
    scripts: {
      build: 'n8n-node build',
      lint: 'n8n-node lint',
      release: 'n8n-node release',
      prepublishOnly: 'n8n-node prerelease',
    },
    n8n: {
      ...n8n,
      n8nNodesApiVersion: whole.n8n.n8nNodesApiVersion,
      strict: true,
    },
    devDependencies: {
      '@n8n/node-cli': '*',
      ...Object.fromEntries(
        ['@types/luxon', '@types/node', 'eslint', 'prettier', 'typescript'].map((tool) => [
          tool,
          whole.devDependencies[tool],
        ]),
      ),
      'release-it': '^19.0.4',
    },
    peerDependencies: whole.peerDependencies,
  };
}

/**
 * Writes the source of a package into a folder: what its nodes and credentials import, their icons and codex files,
 * and what a repository of its own needs beside.
 */
export function stageSource(which: PackageName, folder: string): void {
  const manifest = manifestOf(which);
  const entries = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) =>
    file.replace(/^dist\/(.*)\.js$/, '$1.ts'),
  );
  for (const file of filesNeeded(which, entries)) copyInto(which, file, folder);
  const own = ownFolder(which) ?? PROJECT;
  copyFileSync(path.join(own, 'README.md'), path.join(folder, 'README.md'));
  copyFileSync(path.join(PROJECT, 'LICENSE.md'), path.join(folder, 'LICENSE.md'));
  write(folder, 'package.json', manifest);
  const { compilerOptions } = readJson(path.join(PROJECT, 'tsconfig.json')) as {
    compilerOptions: object;
  };
  write(folder, 'tsconfig.json', {
    // Comments tell of both vendors.
    compilerOptions: { ...compilerOptions, removeComments: which !== 'all' },
    include: ['credentials/**/*.ts', 'nodes/**/*.ts', 'nodes/**/*.json'],
  });
  if (which === 'all') return;
  writeFileSync(
    path.join(folder, 'eslint.config.mjs'),
    "import { config } from '@n8n/node-cli/eslint';\n\nexport default config;\n",
  );
  writeFileSync(path.join(folder, '.gitignore'), 'node_modules/\ndist/\n');
  const workflows = path.join(folder, '.github', 'workflows');
  mkdirSync(workflows, { recursive: true });
  copyFileSync(path.join(PROJECT, 'packages', 'publish.yml'), path.join(workflows, 'publish.yml'));
  for (const [name, example] of examplesOf(which)) write(folder, `examples/${name}`, example);
}

/** The examples that a package can run, for its nodes, by file name; they know nothing of the other vendors. */
export function examplesOf(which: PackageName): Array<[name: string, workflow: object]> {
  const folder = path.join(PROJECT, 'examples');
  const others = VENDORS.filter((vendor) => which !== 'all' && vendor !== which);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .filter((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8').toLowerCase();
      return !others.some((vendor) => text.includes(vendor));
    })
    .map((name) => [name, forPackage(which, readJson(path.join(folder, name)) as Stored)]);
}

/** A workflow of the whole package as a workflow of another one. */
export function forPackage<T extends Stored>(which: PackageName, workflow: T): T {
  const own = ownFolder(which);
  const movedFile = own === undefined ? '' : path.join(own, 'moved.json');
  const moved = existsSync(movedFile) ? (readJson(movedFile) as Moved) : {};
  const { name, n8n } = manifestOf(which);
  const nodes = workflow.nodes.map((node) => moveNode(node, name, moved));
  const types = n8n.nodes.map((file) => path.basename(file, '.node.js').toLowerCase());
  for (const { type } of nodes.filter(({ type }) => type.startsWith(`${name}.`))) {
    const bare = type.slice(name.length + 1).toLowerCase();
    if (!types.includes(bare) && !types.includes(bare.replace(/tool$/, ''))) {
      throw new Error(`The package ${name} has no node ${type.slice(name.length + 1)}.`);
    }
  }
  return { ...workflow, nodes };
}

/** A stored node of the whole package as the same node of another one. */
function moveNode(node: StoredNode, packageName: string, moved: Moved): StoredNode {
  const [prefix, name] = [`${whole.name}.`, node.type.slice(whole.name.length + 1)];
  if (!node.type.startsWith(prefix)) return node;
  const asTool = name.endsWith('Tool') && !(name in moved);
  const bare = asTool ? name.slice(0, -'Tool'.length) : name;
  const to = moved[bare] ?? { node: bare };
  const stored = node.parameters?.resource ?? to.resource;
  const resource = to.resources?.[String(stored)] ?? stored;
  return {
    ...node,
    type: `${packageName}.${to.node}${asTool ? 'Tool' : ''}`,
    parameters: {
      ...node.parameters,
      ...to.parameters,
      ...(resource === undefined ? {} : { resource }),
    },
  };
}

/** A file of the package's own, or else of the project. */
function sourceOf(which: PackageName, file: string): string | undefined {
  const own = ownFolder(which);
  const places = [...(own === undefined ? [] : [path.join(own, file)]), path.join(PROJECT, file)];
  return places.find((place) => existsSync(place));
}

/** Files that others lead to by imports, with the icons and codex files of the first ones. */
function filesNeeded(which: PackageName, entries: string[]): string[] {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    const source = sourceOf(which, file);
    if (source === undefined) throw new Error(`${file} is needed and is not there`);
    found.add(file);
    if (!file.endsWith('.ts')) return;
    const code = readFileSync(source, 'utf8');
    for (const { fileName } of ts.preProcessFile(code, true, true).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const target = path.posix.join(path.posix.dirname(file), fileName);
      const tries = [target, `${target}.ts`, `${target}/index.ts`];
      const next = tries.find((one) => /\.\w+$/.test(one) && sourceOf(which, one) !== undefined);
      if (next === undefined) throw new Error(`${file} imports ${fileName}, which is not there`);
      visit(next);
    }
  };
  for (const entry of entries) {
    visit(entry);
    const codex = entry.replace(/\.ts$/, '.json');
    if (sourceOf(which, codex) !== undefined) found.add(codex);
    const code = readFileSync(sourceOf(which, entry) as string, 'utf8');
    for (const [, icon] of code.matchAll(/'file:([^']+)'/g)) {
      found.add(path.posix.join(path.posix.dirname(entry), icon));
    }
  }
  return [...found];
}

function copyInto(which: PackageName, file: string, folder: string): void {
  const to = path.join(folder, file);
  mkdirSync(path.dirname(to), { recursive: true });
  const source = sourceOf(which, file) as string;
  if (!file.endsWith('.node.json')) return copyFileSync(source, to);
  const codex = readJson(source) as { node: string };
  const name = codex.node.split('.').at(-1);
  writeFileSync(to, json({ ...codex, node: `${manifestOf(which).name}.${name}` }));
}

function write(folder: string, file: string, content: unknown): void {
  const to = path.join(folder, file);
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, json(content));
}

const json = (content: unknown) => `${JSON.stringify(content, null, 2)}\n`;
