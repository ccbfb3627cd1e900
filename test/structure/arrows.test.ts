import path from 'node:path';
import { filesBelow, text, VENDORS } from './files';

/** Which parts of the house a part may import from. Arrows go down only. */
const MAY_IMPORT: Record<string, string[]> = {
  basics: ['basics'],
  campaign: ['campaign', 'basics'],
  runtime: ['runtime', 'campaign', 'basics'],
  sending: ['sending', 'runtime', 'campaign', 'basics'],
  client: ['client', 'runtime', 'campaign', 'basics'],
  resources: ['resources', 'client', 'sending', 'runtime', 'campaign', 'basics'],
  panel: ['panel', 'resources', 'client', 'sending', 'runtime', 'campaign', 'basics'],
  events: ['events', 'panel', 'resources', 'client', 'runtime', 'campaign', 'basics'],
  node: [
    'node',
    'events',
    'panel',
    'resources',
    'client',
    'sending',
    'runtime',
    'campaign',
    'basics',
  ],
  credentials: ['client'],
};

const MODULES: Record<string, string[]> = {
  basics: [],
  campaign: ['luxon'],
  runtime: ['n8n-workflow', 'luxon', 'crypto'],
  sending: ['n8n-workflow', 'crypto'],
  client: ['n8n-workflow', 'crypto'],
  resources: ['n8n-workflow', 'crypto'],
  panel: ['n8n-workflow'],
  events: ['n8n-workflow'],
  node: ['n8n-workflow'],
  credentials: ['n8n-workflow'],
};

const VENDOR_FOLDERS = ['client', 'resources', 'panel', 'events'];

interface Place {
  part: string;
  vendor?: string;
  node?: string;
}

/** Where a shipped file lives: `nodes/Sobot/client/request.ts` is the client of Sobot. */
function place(file: string): Place {
  const [top, second, third] = file.split('/');
  if (top === 'credentials') return { part: 'credentials' };
  if (['basics', 'campaign', 'runtime', 'sending'].includes(second)) return { part: second };
  if (VENDOR_FOLDERS.includes(third)) return { part: third, vendor: second };
  return { part: 'node', vendor: second, node: third };
}

const typescript = (folder: string) => filesBelow(folder).filter((file) => file.endsWith('.ts'));

const shipped = [...typescript('nodes'), ...typescript('credentials')];

const importsOf = (files: string[]) =>
  files.flatMap((file) =>
    [...text(file).matchAll(/(?:from|import)\s+'([^']+)'/g)].map(([, target]) => ({
      file,
      target,
    })),
  );

/** Files that import each other, directly or around some corners; the first circle found. */
function circle(files: string[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of importsOf(files)) {
    if (!target.startsWith('.')) continue;
    const to = `${path.posix.join(path.posix.dirname(file), target)}.ts`;
    targets.set(file, [...(targets.get(file) ?? []), to]);
  }
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of targets.get(file) ?? []) {
      const found = visit(next, [...trail, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  for (const file of files) {
    const found = visit(file, []);
    if (found.length > 0) return found;
  }
  return [];
}

const imports = importsOf(shipped);

describe('arrows between the parts of the house', () => {
  it('finds imports to check', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it('go down only, and never from one vendor or node to another', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .filter(({ file, target }) => {
        const from = place(file);
        const to = place(path.posix.join(path.posix.dirname(file), target));
        return (
          !MAY_IMPORT[from.part].includes(to.part) ||
          (from.vendor !== undefined && to.vendor !== undefined && to.vendor !== from.vendor) ||
          (to.part === 'node' && to.node !== from.node)
        );
      });
    expect(wrong).toEqual([]);
  });

  it('lead to no module but those a part needs', () => {
    const wrong = imports
      .filter(({ target }) => !target.startsWith('.'))
      .filter(({ file, target }) => !MODULES[place(file).part].includes(target));
    expect(wrong).toEqual([]);
  });

  it.each([
    ['what is shipped', shipped],
    ['the simulator', typescript('simulator')],
  ])('never lead in a circle in %s', (_, files) => {
    expect(circle(files)).toEqual([]);
  });

  it("the simulator's dialler knows no vendor, and its vendors do not know each other", () => {
    const vendors = VENDORS.map((vendor) => vendor.toLowerCase());
    const wrong = importsOf(typescript('simulator')).filter(({ file, target }) => {
      const [, from] = file.split('/');
      const [, to] = path.posix.join(path.posix.dirname(file), target).split('/');
      return (
        vendors.includes(to) && (from === 'dialling' || (vendors.includes(from) && from !== to))
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe('rooms', () => {
  const LONGEST = 250;

  it('no shipped file is so long that it holds more than one idea', () => {
    const long = shipped
      .map((file) => ({ file, lines: text(file).split('\n').length }))
      .filter(({ lines }) => lines > LONGEST);
    expect(long).toEqual([]);
  });
});

describe('what does not belong in the repository', () => {
  const everything = filesBelow('.').filter((file) =>
    /\.(?:ts|mjs|js|json|md|yml|cjs)$/.test(file),
  );

  it("nothing mentions the shared folder, or a path of somebody's machine", () => {
    const found = everything.filter(
      (file) =>
        !file.startsWith('test/structure/') &&
        /\.\.\/shared|["'`\s]\/(?:work|root|home)\//.test(text(file)),
    );
    expect(found).toEqual([]);
  });

  it('no code is switched off, and nothing is typed any', () => {
    const found = everything
      .filter((file) => file.endsWith('.ts') && !file.startsWith('test/structure/'))
      .filter((file) =>
        /eslint-disable|@ts-ignore|@ts-nocheck|:\s*any\b|\bas any\b/.test(text(file)),
      );
    expect(found).toEqual([]);
  });
});
