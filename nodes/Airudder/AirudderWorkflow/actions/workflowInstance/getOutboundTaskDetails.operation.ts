import type { IDataObject } from 'n8n-workflow';
import { toFields, toList } from '../../../../basics/values';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { simplify } from '../../../../runtime/fields/simplify';
import { accountZone, jsonField, jsonValue, timeout } from '../../../panel/fields';
import { airudderRequest } from '../../../client/request';
import { toTaskDetail } from '../../../resources/task-detail';
import { taskDetailItems, viewField } from '../../../panel/task-items';

/**
 * Workflow Instance: Get Outbound Task Details. Vendor page api-154573225 (docs/vendors/airudder.md, C14, C15): the
 * reply is that of
 * a task's detail with the workflow's ids; the body is not public.
 */
export const getOutboundTaskDetails: ItemOperation = {
  name: 'Get Outbound Task Details',
  value: 'getOutboundTaskDetails',
  action: 'Get outbound task details of a workflow instance',
  description: 'Read the calls of the outbound tasks that a workflow instance ran',
  fields: [
    {
      ...jsonField(
        'Body',
        'body',
        "The fields of the vendor's page, as JSON. They are not public; the workflow's and the node task's ID are to be expected.",
      ),
      required: true,
    },
    viewField,
    simplify,
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const reply = await airudderRequest(context, {
      method: 'POST',
      path: '/service/cloud/workflow/taskdetail',
      body: jsonValue(context, 'body', 'Body', itemIndex),
      effect: 'read',
      timeoutMs: timeout.milliseconds(options),
    });
    const tasks = toList(reply.data);
    if (context.getNodeParameter('simplify', itemIndex, true) !== true) {
      const perCall = context.getNodeParameter('view', itemIndex, 'calls') === 'calls';
      const entries = perCall ? tasks.flatMap((task) => toList(task.detail)) : tasks;
      return entries.map((json) => ({ json: json as IDataObject }));
    }
    const zone = await accountZone(context);
    return tasks.flatMap((task) => {
      const { detail: calls, ...shared } = toFields(task);
      const detail = toList(calls).map((call) => ({ ...workflowIds(shared), ...call }));
      return taskDetailItems(context, itemIndex, toTaskDetail({ ...shared, detail }, null, zone));
    });
  },
};

/** The workflow's ids may stand at the task or at each call. */
function workflowIds(task: Record<string, unknown>): Record<string, unknown> {
  const { workflow_id, workflow_name, nodetask_id, nodetask_name } = task;
  return { workflow_id, workflow_name, nodetask_id, nodetask_name };
}
