import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { toEpochMs } from '../../runtime/fields/instants';
import type { TimeSpan } from '../resources/calls';
import { clock } from '../../runtime/clock';

/** From when until when; an empty end means now. */
export const timeSpanFields: INodeProperties[] = [
  {
    displayName: 'From',
    name: 'from',
    type: 'dateTime',
    required: true,
    default: '',
    description:
      'Beginning of the time span, in the time zone of the workflow unless the value says another',
  },
  {
    displayName: 'To',
    name: 'to',
    type: 'dateTime',
    default: '',
    description:
      'End of the time span, in the time zone of the workflow unless the value says another. Empty means now.',
  },
];

/** The chosen time span. @throws InvalidInput when it ends before it begins */
export function timeSpan(context: IExecuteFunctions, itemIndex: number): TimeSpan {
  const zone = context.getTimezone();
  const fromMs = toEpochMs(context.getNodeParameter('from', itemIndex, ''), zone, 'From');
  const to = context.getNodeParameter('to', itemIndex, '');
  const toMs = to === '' || to === null ? clock().now() : toEpochMs(to, zone, 'To');
  if (toMs <= fromMs) {
    throw new InvalidInput('"To" is not later than "From"', 'Set an end after the beginning.');
  }
  return { fromMs, toMs };
}
