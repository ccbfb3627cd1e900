import type { INodeExecutionData, INodeTypeDescription, IWebhookFunctions } from 'n8n-workflow';
import type { TriggerName } from './event';
import { eventsOf } from './index';
import { outputsOf } from './stored-triggers';

/** One output, or one for each kind of event and one for the rest. n8n evaluates this in the editor. */
export function outputsExpression(trigger: TriggerName): INodeTypeDescription['outputs'] {
  const names = outputsOf(eventsOf(trigger)).map((event) => event?.name ?? 'Other');
  const outputs = names.map((displayName) => ({ type: 'main', displayName }));
  return `={{ $parameter["splitEvents"] ? ${JSON.stringify(outputs)} : [{ type: 'main' }] }}`;
}

/** Puts items into the outputs of a trigger: all into one, or each into that of its event. */
export function inOutputs(
  context: IWebhookFunctions,
  trigger: TriggerName,
  items: INodeExecutionData[],
): INodeExecutionData[][] {
  if (context.getNodeParameter('splitEvents', false) !== true) return [items];
  const events = eventsOf(trigger);
  const isOther = ({ json }: INodeExecutionData) =>
    !events.some(({ value }) => value === json.event);
  return outputsOf(events).map((event) =>
    items.filter((item) => (event === undefined ? isOther(item) : item.json.event === event.value)),
  );
}
