import { toText } from '../../../basics/values';
import type { Fields } from '../event';

/** The ids of a workflow instance in a record. */
export function workflowIds(record: Fields) {
  return { workflowId: toText(record.workflow_id), workflowName: toText(record.workflow_name) };
}

/** A node of a workflow that a contact goes through. */
export function nodeTask(row: Fields) {
  return {
    nodeTaskId: toText(row.nodetask_id),
    nodeTaskName: toText(row.nodetask_name),
    nodeType: toText(row.node_type),
    taskId: toText(row.task_id),
  };
}
