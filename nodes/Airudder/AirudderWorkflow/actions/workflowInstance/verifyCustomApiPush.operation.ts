import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { timeout, requiredText } from '../../../panel/fields';
import { verifyPush } from '../../../resources/verify-push';
import { workflowIdField } from '../../../panel/instance-fields';
import { toText } from '../../../../basics/values';

/** Workflow Instance: Verify Custom API Push. Vendor page api-58679239 (docs/vendors/airudder.md, C9). */
export const verifyCustomApiPush: ItemOperation = {
  name: 'Verify Custom API Push',
  value: 'verifyCustomApiPush',
  action: 'Verify push of a workflow instance',
  description: 'Ask AIRUDDER whether a push of a custom API node is genuine',
  fields: [
    workflowIdField,
    {
      displayName: 'Node ID',
      name: 'nodeId',
      type: 'string',
      required: true,
      default: '={{ $json.nodeId }}',
      placeholder: 'e.g. {{ $json.nodeId }}',
      description: 'The ID of the custom API node that pushed',
    },
    {
      displayName: 'Phone Number',
      name: 'phone',
      type: 'string',
      required: true,
      default: '={{ $json.phone }}',
      placeholder: 'e.g. {{ $json.phone }}',
      description: 'The number in the push, as it came',
    },
    {
      displayName: 'Contact ID',
      name: 'contactId',
      type: 'string',
      default: '',
      placeholder: 'e.g. {{ $json.contactId }}',
      description: 'The case_id in the push, if there was one',
    },
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const push = {
      workflowId: requiredText(context, 'workflowId', 'Workflow Instance ID', itemIndex),
      nodeId: requiredText(context, 'nodeId', 'Node ID', itemIndex),
      callee: requiredText(context, 'phone', 'Phone Number', itemIndex),
      caseId: toText(context.getNodeParameter('contactId', itemIndex, '')),
    };
    const { confirmed, reason, data } = await verifyPush(
      context,
      push,
      timeout.milliseconds(options),
    );
    return [
      {
        json: {
          workflowId: push.workflowId,
          nodeId: push.nodeId,
          phone: push.callee,
          contactId: push.caseId,
          confirmed,
          reason,
          data: (data ?? null) as IDataObject,
        },
      },
    ];
  },
};
