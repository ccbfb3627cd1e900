import type { Operation, Resource } from '../../../runtime/operation/operation';
import { resources as inbound } from '../../AirudderInbound/actions/resources';
import { resources as tasks } from '../../AirudderTask/actions/resources';
import { resources as workflows } from '../../AirudderWorkflow/actions/resources';
import { apiRequestOperation } from '../../panel/api-request';

const API_REQUEST = 'apiRequest';

/** The resources of a node, without its API Request, and with other names for those that others have too. */
function of(
  resources: readonly Resource[],
  renamed: Record<string, { name: string; value: string; whose: string }> = {},
): Resource[] {
  return resources
    .filter(({ value }) => value !== API_REQUEST)
    .map((resource) => {
      const other = renamed[resource.value];
      if (other === undefined) return resource;
      const operations = resource.operations.map(
        (operation): Operation => ({
          ...operation,
          action: `${operation.action} (${other.whose})`,
        }),
      );
      return { name: other.name, value: other.value, operations };
    });
}

/** What the nodes for tasks, workflows, inbound calls and the chatbot do, in one node. */
export const resources: readonly Resource[] = [
  ...of(tasks, { contact: { name: 'Task Contact', value: 'taskContact', whose: 'task' } }),
  ...of(workflows, {
    contact: { name: 'Workflow Contact', value: 'workflowContact', whose: 'workflow' },
  }),
  ...of(inbound, {
    statistics: { name: 'Inbound Statistics', value: 'inboundStatistics', whose: 'inbound' },
  }),
  {
    name: 'API Request',
    value: API_REQUEST,
    operations: [apiRequestOperation(['task', 'plan', 'dialer', 'workflow', 'inbound', 'chatbot'])],
  },
];
