import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** n8n keeps no more of a value. */
const LONGEST = 255;

/**
 * Notes campaign and task with the execution, so that the list of executions can be filtered by them (n8n's custom
 * execution data).
 *
 * @param targets what is known of where contacts went: `taskName` or `name`, `taskId` or `workflowId`
 */
export function noteCampaign(context: IExecuteFunctions, targets: IDataObject[]): void {
  // n8n 1 has none.
  const noted = context.customData as IExecuteFunctions['customData'] | undefined;
  const notes = {
    campaign: targets.map(({ taskName, name }) => taskName ?? name),
    task: targets.map(({ taskId, workflowId }) => taskId ?? workflowId),
  };
  for (const [key, values] of Object.entries(notes)) {
    const text = values.filter((value) => typeof value === 'string' && value !== '').join(', ');
    if (text !== '') noted?.set(key, text.slice(0, LONGEST));
  }
}
