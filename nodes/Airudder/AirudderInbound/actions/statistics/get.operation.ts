import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { accountZone, momentField, timeout, timeSpan } from '../../../panel/fields';
import {
  fetchStatistics,
  statisticsItems,
  type StatisticsView,
} from '../../../resources/statistics';

/** Statistics: Get. Vendor page "Query statistics" (docs/vendors/airudder.md, E5). */
export const getStatistics: ItemOperation = {
  name: 'Get',
  value: 'get',
  action: 'Get statistics',
  description: 'Read the figures of the inbound dashboard, in total, by day or by hour',
  fields: [
    momentField(
      'Start',
      'start',
      'Beginning of the time span. Sent as the clock shows it in the time zone of the account, see the credential.',
    ),
    momentField(
      'End',
      'end',
      'End of the time span. Sent as the clock shows it in the time zone of the account, see the credential.',
    ),
    {
      displayName: 'Output',
      name: 'view',
      type: 'options',
      options: [
        { name: 'Days', value: 'days', description: 'One flat item for each day' },
        { name: 'Hours', value: 'hours', description: 'One flat item for each hour' },
        {
          name: 'Raw',
          value: 'raw',
          description: 'One item with the whole reply as AIRUDDER sent it',
        },
        { name: 'Totals', value: 'totals', description: 'One flat item for the whole time span' },
      ],
      default: 'totals',
      description: 'What the node returns for each time span',
    },
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const zone = await accountZone(context);
    const span = timeSpan(context, itemIndex);
    const reply = await fetchStatistics(context, span, zone, timeout.milliseconds(options));
    const view = context.getNodeParameter('view', itemIndex, 'totals') as StatisticsView | 'raw';
    if (view === 'raw') return [{ json: reply as IDataObject }];
    return statisticsItems(reply, view, zone).map((json) => ({ json }));
  },
};
