import path from 'node:path';
import { filesBelow, text } from './files';

/** Which parts of the house a part may import from. Arrows go down only. */
const MAY_IMPORT: Record<string, string[]> = {
  campaign: ['campaign'],
  runtime: ['runtime', 'campaign'],
  api: ['api', 'runtime', 'campaign'],
  events: ['events', 'api', 'runtime', 'campaign'],
  node: ['node', 'events', 'api', 'runtime', 'campaign'],
  credentials: ['api'],
};

const MODULES: Record<string, string[]> = {
  campaign: [],
  runtime: ['n8n-workflow', 'luxon', 'crypto'],
  api: ['n8n-workflow', 'crypto'],
  events: ['n8n-workflow'],
  node: ['n8n-workflow'],
  credentials: ['n8n-workflow'],
};

interface Place {
  part: string;
  vendor?: string;
  node?: string;
}

/** Where a shipped file lives: `nodes/Sobot/api/request.ts` is the api of Sobot. */
function place(file: string): Place {
  const [top, second, third] = file.split('/');
  if (top === 'credentials') return { part: 'credentials' };
  if (second === 'campaign' || second === 'runtime') return { part: second };
  if (third === 'api' || third === 'events') return { part: third, vendor: second };
  return { part: 'node', vendor: second, node: third };
}

const shipped = [...filesBelow('nodes'), ...filesBelow('credentials')].filter((file) =>
  file.endsWith('.ts'),
);

const imports = shipped.flatMap((file) =>
  [...text(file).matchAll(/(?:from|import)\s+'([^']+)'/g)].map(([, target]) => ({ file, target })),
);

describe('arrows between the parts of the house', () => {
  it('finds imports to check', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it.each(
    imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => [file, target]),
  )('%s may import %s', (file, target) => {
    const from = place(file);
    const to = place(path.posix.join(path.posix.dirname(file), target));
    expect(MAY_IMPORT[from.part]).toContain(to.part);
    if (from.vendor !== undefined && to.vendor !== undefined) expect(to.vendor).toBe(from.vendor);
    if (to.part === 'node') expect(to.node).toBe(from.node);
  });

  it.each(
    imports
      .filter(({ target }) => !target.startsWith('.'))
      .map(({ file, target }) => [file, target]),
  )('%s may use the module %s', (file, target) => {
    expect(MODULES[place(file).part]).toContain(target);
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
