import { toFields, toText } from '../../../basics/values';
import { workflowIds } from './ids';
import { has, isObject } from '../event';
import type { PushedEvent } from '../event';

export const customApiPush: PushedEvent = {
  trigger: 'workflow',
  value: 'customApiPush',
  name: 'Custom API Node',
  description: 'A custom API node of a workflow asks or tells something and waits for the answer',
  rows: ['C8'],
  find(body) {
    const fields = toFields(body);
    if (!has(fields, 'node_id') || !isObject(fields.callee)) return undefined;
    return { records: [fields], documented: true };
  },
  facts(record) {
    const { workflow_id, workflow_name, node_id, node_name, callee, ...beside } = record;
    const { case_id, callee_name, callee_gender, callee_number, platform_name, ...more } =
      toFields(callee);
    const facts = {
      ...workflowIds({ workflow_id, workflow_name }),
      nodeId: toText(node_id),
      nodeName: toText(node_name),
      contactId: toText(case_id),
      phone: toText(callee_number),
      contactName: toText(callee_name),
      contactGender: toText(callee_gender),
      platform: toText(platform_name),
      fields: { ...beside, ...more },
    };
    return {
      eventTime: null,
      identity: [record],
      facts,
    };
  },
};
