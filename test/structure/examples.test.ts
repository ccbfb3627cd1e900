import type { INodeProperties, INodeType } from 'n8n-workflow';
import type { WorkflowJson, WorkflowNode } from '../../n8n-server/client';
import { filesBelow, json } from './files';
import { NODES } from './nodes';

const PACKAGE = 'n8n-nodes-calling-campaigns.';
const types = new Map<string, INodeType>(
  NODES.map((type) => [`${PACKAGE}${type.description.name}`, type]),
);

/** What n8n itself adds to a node that is an agent's tool. */
const OF_A_TOOL = ['descriptionType', 'toolDescription'];

const files = filesBelow('examples').filter((file) => file.endsWith('.json'));

function fieldsFor(node: WorkflowNode, all: INodeProperties[]): INodeProperties[] {
  const { resource, operation } = node.parameters;
  return all.filter(({ displayOptions }) => {
    const show = displayOptions?.show ?? {};
    return (
      (show.resource === undefined || show.resource.includes(resource as string)) &&
      (show.operation === undefined || show.operation.includes(operation as string))
    );
  });
}

describe.each(files)('%s', (file) => {
  const workflow = json<WorkflowJson>(file);
  const own = workflow.nodes.filter(({ type }) => type.startsWith(PACKAGE));

  it('uses only parameters and choices that our nodes have', () => {
    for (const node of own) {
      const fields = fieldsFor(
        node,
        types.get(node.type.replace(/Tool$/, ''))?.description.properties ?? [],
      );
      for (const [name, value] of Object.entries(node.parameters)) {
        if (OF_A_TOOL.includes(name)) continue;
        const field = fields.find((candidate) => candidate.name === name);
        expect([node.name, name, field?.name]).toEqual([node.name, name, name]);
        if (field?.type === 'options') {
          expect(
            field.options?.map((option) => ('value' in option ? option.value : undefined)),
          ).toContain(value);
        }
      }
    }
  });

  it('connects nodes that exist', () => {
    const names = workflow.nodes.map(({ name }) => name);
    const linked = JSON.stringify(workflow.connections).match(/"node":"([^"]+)"/g) ?? [];
    for (const link of linked) expect(names).toContain(link.slice(8, -1));
    for (const source of Object.keys(workflow.connections)) expect(names).toContain(source);
  });

  it("explains itself on the canvas, and holds no id of somebody's credential", () => {
    expect(workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
    for (const { credentials } of own) {
      const [[type, credential]] = Object.entries(credentials ?? {});
      expect(['airudderApi', 'sobotICallApi']).toContain(type);
      expect(credential).toEqual({ id: '', name: expect.stringMatching(/ account$/) });
    }
  });
});
