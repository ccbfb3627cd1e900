import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import type { TriggerName } from './event';
import { eventsOf } from './index';
import { outputsOf } from './stored-triggers';

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
