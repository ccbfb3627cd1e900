import type { INodeProperties } from 'n8n-workflow';
import { guardsField } from '../../nodes/runtime/guards/fields';
import { catalogueTable } from '../../tools/catalogue-table';
import { FAULTS, OPERATIONS, OUTAGES } from '../faults/matrix';
import { filesBelow, text } from './files';
import { ACTION_NODES, TRIGGERS } from './nodes';

/** The part of a page below a heading, up to the next heading of the same or a higher level. */
function section(page: string, heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 1;
  const start = page.indexOf(`\n${heading}\n`);
  if (start < 0) return '';
  const rest = page.slice(start + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'));
  return end < 0 ? rest : rest.slice(0, end);
}

/** What only an agent's tool shows is described once, in docs/ai-agents.md. */
function isForAgents({ displayOptions }: INodeProperties): boolean {
  return displayOptions?.show?.['@tool' as never] !== undefined;
}

function fieldNames(fields: INodeProperties[]): string[] {
  return fields.flatMap((field) =>
    field.type === 'collection'
      ? (field.options ?? [])
          .filter((option) => !isForAgents(option as INodeProperties))
          .map((option) => ('displayName' in option ? option.displayName : option.name))
      : field.type === 'notice' || field.type === 'hidden'
        ? []
        : [field.displayName],
  );
}

describe.each(ACTION_NODES)('$page', ({ page: file, resources }) => {
  const page = text(file);
  it.each(
    resources.flatMap(({ name, operations }) =>
      operations.map((operation) => [`${name}: ${operation.name}`, operation] as const),
    ),
  )('describes %s with all its fields', (title, { fields }) => {
    const part = section(page, `### ${title}`);
    expect(part).not.toBe('');
    expect(part).toMatch(/Example/);
    for (const field of fieldNames(fields)) expect(part).toContain(`**${field}**`);
  });
});

describe('docs/guards.md', () => {
  const page = text('docs/guards.md');
  const guards = (guardsField.options ?? []) as INodeProperties[];
  it.each(guards)('describes $displayName with all its fields', ({ displayName, options }) => {
    const part = section(page, `## ${displayName}`);
    expect(part).not.toBe('');
    for (const group of options ?? []) {
      const values = 'values' in group ? group.values : [];
      for (const field of fieldNames(values)) expect(part).toContain(`**${field}**`);
    }
  });
});

describe('docs/airudder-endpoints.md', () => {
  it('holds the catalogue as it is in the code: npx tsx tools/catalogue-table.ts --write', () => {
    const page = text('docs/airudder-endpoints.md');
    const rows = page.slice(page.indexOf('| row | title |')).trim().split('\n');
    const known = catalogueTable().split('\n');
    expect(known.filter((row) => !rows.includes(row))).toEqual([]);
    expect(rows.filter((row) => !known.includes(row))).toEqual([]);
  });
});

describe.each(TRIGGERS)('$page', ({ node, page: file }) => {
  it('describes all fields', () => {
    const page = text(file);
    for (const field of fieldNames(node.description.properties)) {
      expect(page).toContain(`**${field}**`);
    }
  });
});

describe('links', () => {
  const pages = ['README.md', ...filesBelow('docs').filter((file) => file.endsWith('.md'))];
  it.each(pages)('of %s lead to files that exist', (file) => {
    const targets = [...text(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(
      ([, target]) => target,
    );
    const all = filesBelow('.');
    for (const target of targets) {
      const folder = file.includes('/') ? `${file.split('/').slice(0, -1).join('/')}/` : '';
      const wanted = new URL(target, `file:///${folder}`).pathname.slice(1);
      expect([
        target,
        all.some((one) => one === wanted || one.startsWith(`${wanted.replace(/\/$/, '')}/`)),
      ]).toEqual([target, true]);
    }
  });
});

describe('docs/fault-matrix.md', () => {
  it('has a row of each outage for each operation that places calls', () => {
    const rows = text('docs/fault-matrix.md').split('\n');
    for (const operation of OPERATIONS) {
      for (const outage of OUTAGES) {
        const found = rows.filter((line) => line.includes(`| ${operation} | ${outage} |`));
        expect([operation, outage, found.length]).toEqual([operation, outage, 1]);
      }
    }
  });

  it.each([...FAULTS.map(({ name }) => name), ...OUTAGES])(
    'has a row for the fault "%s", without harm',
    (name) => {
      const rows = text('docs/fault-matrix.md')
        .split('\n')
        .filter((line) => line.includes(`| ${name} |`));
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toMatch(/\| 0 \| 0 \|$/);
    },
  );
});
