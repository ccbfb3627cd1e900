import { examplesOf, forPackage, PACKAGES } from '../../packages/stage';

const workflow = (type: string, parameters: Record<string, unknown> = {}) => ({
  nodes: [{ type: `n8n-nodes-calling-campaigns.${type}`, parameters }],
});

describe('a workflow of the whole package, moved to that of one vendor', () => {
  it.each([
    ['airudderTask', {}, 'airudder', { resource: 'task' }],
    ['airudderTask', { resource: 'contact' }, 'airudder', { resource: 'taskContact' }],
    ['airudderWorkflow', {}, 'airudder', { resource: 'workflowInstance' }],
    ['airudderWorkflow', { resource: 'contact' }, 'airudder', { resource: 'workflowContact' }],
    ['airudderInbound', {}, 'airudder', { resource: 'inboundStatistics' }],
    ['airudderChatbot', {}, 'airudder', { resource: 'apiRequest' }],
    ['airudderTaskTool', {}, 'airudderTool', { resource: 'task' }],
    ['airudderInboundTrigger', {}, 'airudderTrigger', { product: 'inbound' }],
  ])('%s with %j becomes %s with %j', (type, parameters, becomes, expected) => {
    expect(forPackage('airudder', workflow(type, parameters)).nodes).toEqual([
      { type: `n8n-nodes-airudder.${becomes}`, parameters: expected },
    ]);
  });

  it('keeps what it says, and nodes of n8n', () => {
    const { nodes } = forPackage('sobot', {
      nodes: [
        ...workflow('sobotICall', { resource: 'task', operation: 'get' }).nodes,
        { type: 'n8n-nodes-base.set' },
      ],
    });
    expect(nodes).toEqual([
      {
        type: 'n8n-nodes-sobot-icall.sobotICall',
        parameters: { resource: 'task', operation: 'get' },
      },
      { type: 'n8n-nodes-base.set' },
    ]);
  });

  it('is refused with a node that this package does not have', () => {
    expect(() => forPackage('sobot', workflow('sobotICallPollTrigger'))).toThrow(
      'The package n8n-nodes-sobot-icall has no node sobotICallPollTrigger.',
    );
    expect(() => forPackage('sobot', workflow('airudderTask'))).toThrow('has no node airudderTask');
  });

  it.each(PACKAGES)('has examples in the package "%s"', (which) => {
    expect(examplesOf(which).length).toBeGreaterThan(5);
  });
});
