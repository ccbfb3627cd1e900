import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType } from 'n8n-workflow';
import { SECRET_FIELDS } from '../secrets';
import { filesBelow, PROJECT, text, VENDORS } from './files';
import { ACTION_NODES, TRIGGERS } from './nodes';

const FILES = filesBelow('nodes');

/** Operations that hand contacts over, as tests call them, with the file of each. */
const HANDOVERS = ACTION_NODES.flatMap(({ folder, resources }) =>
  resources.flatMap((resource) =>
    resource.operations.map((operation) => ({
      vendor: folder.split('/')[1],
      name: `${resource.name}: ${operation.name}`,
      file: `${folder}/actions/${resource.value}/${operation.value}.operation.ts`,
      operation,
    })),
  ),
).filter(({ file }) => FILES.includes(file) && text(file).includes("sending/hand-over'"));

/*
 * What else a vendor needs beside its own folder. Without these, tests that go through a list of what there is would
 * pass for a new one without looking at it.
 */
describe.each(VENDORS)('the vendor %s', (vendor) => {
  const below = (folder: string) =>
    readdirSync(path.join(PROJECT, folder)).filter((name) =>
      name.toLowerCase().startsWith(vendor.toLowerCase()),
    );
  const credentials = below('credentials').filter((name) => name.endsWith('.credentials.ts'));

  it('has a page of what is known of its API, a simulator, and a credential', () => {
    expect(below('docs/vendors')).toHaveLength(1);
    expect(below('simulator')).toEqual([vendor.toLowerCase()]);
    expect(credentials).toHaveLength(1);
  });

  it('has its secrets looked for after every run', async () => {
    for (const file of credentials) {
      const [name] = file.split('.');
      const made = (await import(path.join(PROJECT, 'credentials', file))) as Record<
        string,
        new () => ICredentialType
      >;
      const secret = new made[name]().properties.filter(
        ({ typeOptions }) => typeOptions?.password === true,
      );
      const unknown = secret.map((field) => field.name).filter((field) => !isLookedFor(field));
      expect(unknown).toEqual([]);
    }
  });

  it('has an account of its own in the tests with a real n8n, whose secrets are looked for', () => {
    const of = vendor === 'Sobot' ? '' : `.${vendor.toLowerCase()}`;
    expect(text('test/host/n8n.ts')).toContain(`simulator${of}.account`);
  });
});

function isLookedFor(field: string): boolean {
  return (SECRET_FIELDS as readonly string[]).includes(field);
}

describe('operations that hand contacts over', () => {
  it.each(HANDOVERS)('$name of $vendor says that it places real calls', ({ operation }) => {
    expect(operation.description).toContain('places real calls');
  });

  it.each(HANDOVERS)('$name of $vendor is run with every guard', ({ vendor, name }) => {
    const listed = new RegExp(`'${vendor}: ${name}'`, 'i');
    expect(text('test/engine/guards-everywhere.test.ts')).toMatch(listed);
  });

  it.each(HANDOVERS)('$name of $vendor is run with every fault', ({ vendor, name }) => {
    const listed = new RegExp(`'${vendor}[^']* › [^']*${name}`, 'i');
    expect(text('test/faults/matrix.ts')).toMatch(listed);
  });
});

describe('triggers that take pushes', () => {
  const taking = TRIGGERS.filter(({ node }) => node.webhook !== undefined);

  it.each(taking.map(({ node }) => [node.description.name, node] as const))(
    '%s is published in n8n’s engine, and takes hostile bodies',
    (name, { description }) => {
      expect(text('test/engine/triggers.test.ts')).toContain(`'${description.displayName}'`);
      expect(text('test/hostile/hostile.test.ts')).toContain(`'${name}'`);
    },
  );
});
