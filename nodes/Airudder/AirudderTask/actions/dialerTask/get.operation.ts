import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { simplify } from '../../../../runtime/fields/simplify';
import { dialerAccount, fetchDialerCalls } from '../../../resources/dialer-tasks';
import { timeout } from '../../../panel/fields';
import { dialerTaskId, dialerTaskIdField } from '../../../panel/dialer-task-fields';

/** Dialer Task: Get (D7): one item for each call. */
export const getDialerTask: ItemOperation = {
  name: 'Get',
  value: 'get',
  action: 'Get dialer task',
  description: 'Read the calls of a task of the predictive dialer, with the reason each one ended',
  fields: [
    dialerTaskIdField,
    {
      displayName: 'Contact ID Column',
      name: 'contactIdColumn',
      type: 'string',
      default: '',
      placeholder: 'e.g. caseid',
      description: 'Column of your own AIRUDDER template that holds the contact ID, if one does',
    },
    simplify,
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const column = String(context.getNodeParameter('contactIdColumn', itemIndex, '')).trim();
    const { calls, raw } = await fetchDialerCalls(context, dialerTaskId(context, itemIndex), {
      zone: (await dialerAccount(context)).zone,
      contactIdColumn: column === '' ? undefined : column,
      timeoutMs: timeout.milliseconds(options),
    });
    const simple = context.getNodeParameter('simplify', itemIndex, true) === true;
    return (simple ? calls : raw).map((call) => ({ json: call as unknown as IDataObject }));
  },
};
