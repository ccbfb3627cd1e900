import type {
  INodeProperties,
  INodePropertyCollection,
  INodePropertyOptions,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { SobotICallApi } from '../../credentials/SobotICallApi.credentials';
import { SobotICall } from '../../nodes/Sobot/SobotICall/SobotICall.node';
import { resources } from '../../nodes/Sobot/SobotICall/actions/resources';
import { SobotICallPollTrigger } from '../../nodes/Sobot/SobotICallPollTrigger/SobotICallPollTrigger.node';
import { SobotICallTrigger } from '../../nodes/Sobot/SobotICallTrigger/SobotICallTrigger.node';
import { filesBelow, json } from './files';

const nodes: Array<[string, INodeTypeDescription]> = (
  [new SobotICall(), new SobotICallPollTrigger(), new SobotICallTrigger()] as INodeType[]
).map(({ description }) => [description.displayName, description]);

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

const SMALL_WORDS = /^(?:a|an|and|at|by|for|from|in|of|on|or|per|the|to)$/;
const isTitleCase = (name: string) =>
  name.split(/[\s/]+/).every((word) => /^[A-Z0-9(]/.test(word) || SMALL_WORDS.test(word));

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
    if (names.length >= 5) expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    if (field.type === 'collection')
      expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
  });
});

describe('resources and operations', () => {
  it('are in alphabetical order', () => {
    const sorted = (names: string[]) => [...names].sort((a, b) => a.localeCompare(b));
    const names = resources.map(({ name }) => name);
    expect(names).toEqual(sorted(names));
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
    const files = filesBelow('nodes/Sobot/SobotICall/actions').filter((file) =>
      file.endsWith('.operation.ts'),
    );
    expect(files).toHaveLength(resources.flatMap(({ operations }) => operations).length);
  });

  it('warn that adding contacts places real calls', () => {
    const add = resources
      .find(({ value }) => value === 'contact')
      ?.operations.find(({ value }) => value === 'add');
    expect(add?.description).toContain('places real calls');
    expect(new SobotICall().description.description).toContain('places real calls');
  });
});

describe('the trigger', () => {
  const { description } = new SobotICallTrigger();

  it('keeps what n8n needs to leave the body of a push alone: version 1 and the hidden options', () => {
    expect(description.version).toBe(1);
    expect(description.properties.filter(({ name }) => name === 'options')).toEqual([
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
      const { node, categories } = json<{ node: string; categories: string[] }>(file);
      const own = nodes.map(([, { name }]) => `n8n-nodes-calling-campaigns.${name}`);
      expect(own).toContain(node);
      expect(categories).toContain('Communication');
    }
  });

  it('keeps secrets of the credential in password fields', () => {
    const secret = new SobotICallApi().properties.filter(
      ({ typeOptions }) => typeOptions?.password === true,
    );
    expect(secret.map(({ name }) => name)).toEqual(['secretSignature', 'pushToken']);
  });
});
