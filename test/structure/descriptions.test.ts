import type {
  INodeProperties,
  INodePropertyCollection,
  INodePropertyOptions,
  INodeTypeDescription,
} from 'n8n-workflow';
import { AirudderApi } from '../../credentials/AirudderApi.credentials';
import { SobotICallApi } from '../../credentials/SobotICallApi.credentials';
import { filesBelow, json } from './files';
import { ACTION_NODES, NODES } from './nodes';

const nodes: Array<[string, INodeTypeDescription]> = NODES.map(({ description }) => [
  description.displayName,
  description,
]);

type AnyField = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** Every field of a description, however deep, with the path that leads to it. */
function fields(list: readonly AnyField[], trail = ''): Array<[string, INodeProperties]> {
  return list.flatMap((entry): Array<[string, INodeProperties]> => {
    if ('values' in entry) return fields(entry.values, `${trail}/${entry.name}`);
    if (!('type' in entry)) return [];
    const at = `${trail}/${entry.name}`;
    const inner =
      entry.type === 'collection' || entry.type === 'fixedCollection' ? (entry.options ?? []) : [];
    return [[at, entry], ...fields(inner as AnyField[], at)];
  });
}

const allFields = nodes.flatMap(([name, { properties }]) =>
  fields(properties).map(([at, field]): [string, INodeProperties] => [`${name} ${at}`, field]),
);

/** Operations after which phones ring, by node. */
const PLACES_CALLS: Record<string, string[] | undefined> = {
  sobotICall: ['contact.add', 'contact.addFromFile'],
  airudderTask: ['dialerTask.copy', 'dialerTask.create', 'task.create'],
  airudderWorkflow: ['contact.add', 'workflowInstance.create'],
};

const SMALL_WORDS = /^(?:a|an|and|at|by|for|from|in|of|on|or|per|the|to)$/;
const isTitleCase = (name: string) =>
  name.split(/[\s/]+/).every((word) => /^[A-Z0-9(&]/.test(word) || SMALL_WORDS.test(word));

describe.each(allFields)('%s', (_, field) => {
  it('has a default and a name in Title Case', () => {
    expect(field.default).toBeDefined();
    if (field.type !== 'notice') expect(isTitleCase(field.displayName)).toBe(true);
  });

  it('is described in one sentence without a final full stop, or in several with it', () => {
    const text = field.description ?? '';
    const sentences = text
      .replace(/e\.g\./g, 'eg')
      .split(/[.!?](?:\s|$)/)
      .filter((part) => part !== '');
    expect(/\.$/.test(text)).toBe(sentences.length > 1);
    if (field.type === 'boolean') expect(text).toMatch(/^Whether /);
  });

  it('gives an example as its placeholder where one types', () => {
    if (field.placeholder !== undefined && field.type === 'string' && field.name !== 'email') {
      expect(field.placeholder).toMatch(/^e\.g\. /);
    }
  });

  it('lists five or more choices in alphabetical order', () => {
    const names = (field.options ?? []).map((option) =>
      'displayName' in option ? option.displayName : option.name,
    );
    if (names.length >= 5 && field.name !== 'resource') {
      expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    }
    if (field.type === 'collection')
      expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
  });
});

describe.each(ACTION_NODES)('resources and operations of $name', ({ node, folder, resources }) => {
  it('begin with what people come for, and end with requests of their own', () => {
    const sorted = (names: string[]) => [...names].sort((a, b) => a.localeCompare(b));
    const names = resources.map(({ name }) => name);
    const first = ['Campaign', 'Task', 'Workflow Instance', 'Statistics', 'API Request'];
    if (names.length > 1) {
      expect(first).toContain(names[0]);
      expect(names.at(-1)).toBe('API Request');
    }
    for (const { operations } of resources) {
      const own = operations.map(({ name }) => name);
      expect(own).toEqual(sorted(own));
    }
  });

  it.each(
    resources.flatMap((resource) =>
      resource.operations.map((operation) => [resource.name, operation.name, operation] as const),
    ),
  )('%s: %s has an action in sentence case and a description', (_resource, name, operation) => {
    expect(operation.action).toMatch(/^[A-Z][a-z ]+$/);
    expect(isTitleCase(name)).toBe(true);
    expect(operation.description).not.toMatch(/\.$/);
  });

  it('each have a file of their own, and every such file is listed', () => {
    const files = filesBelow(`${folder}/actions`).filter((file) => file.endsWith('.operation.ts'));
    expect(files).toHaveLength(resources.flatMap(({ operations }) => operations).length);
  });

  it('warn where real calls are placed', () => {
    const placing = PLACES_CALLS[node.description.name];
    if (placing === undefined) return;
    expect(node.description.description).toMatch(/places? real calls/);
    for (const { value, operations } of resources) {
      for (const operation of operations) {
        if (!placing.includes(`${value}.${operation.value}`)) continue;
        expect(operation.description).toContain('places real calls');
      }
    }
  });
});

describe.each(
  NODES.filter(({ webhook }) => webhook !== undefined).map(({ description }) => [
    description.displayName,
    description,
  ]),
)('%s', (_, { version, properties }) => {
  it('keeps what n8n needs to leave the body of a push alone: version 1 and the hidden options', () => {
    expect(version).toBe(1);
    expect(properties.filter(({ name }) => name === 'options')).toEqual([
      expect.objectContaining({ type: 'hidden', default: { binaryData: true } }),
    ]);
  });
});

describe('the package', () => {
  const manifest = json<{ n8n: { nodes: string[]; credentials: string[] } }>('package.json');

  it('lists every node and credential file, and no other', () => {
    const built = (folder: string, ending: string) =>
      filesBelow(folder)
        .filter((file) => file.endsWith(ending))
        .map((file) => `dist/${file.replace(/\.ts$/, '.js')}`)
        .sort();
    expect([...manifest.n8n.nodes].sort()).toEqual(built('nodes', '.node.ts'));
    expect([...manifest.n8n.credentials].sort()).toEqual(built('credentials', '.credentials.ts'));
  });

  it('has a codex file beside every node, naming it', () => {
    for (const file of filesBelow('nodes').filter((name) => name.endsWith('.node.json'))) {
      const { node, categories, alias } = json<{
        node: string;
        categories: string[];
        alias: string[];
      }>(file);
      expect(alias).toContain(node.includes('hatbot') ? 'WhatsApp' : 'phone');
      const own = nodes.map(([, { name }]) => `n8n-nodes-calling-campaigns.${name}`);
      expect(own).toContain(node);
      expect(categories).toContain('Communication');
    }
  });

  it.each([
    [new SobotICallApi(), ['secretSignature', 'pushToken']],
    [new AirudderApi(), ['sessionToken', 'appSecret', 'readyToken', 'aesSecretKey', 'pushToken']],
  ])('keeps secrets of the credential in password fields', ({ properties }, names) => {
    const secret = properties.filter(({ typeOptions }) => typeOptions?.password === true);
    expect(secret.map(({ name }) => name)).toEqual(names);
  });
});
