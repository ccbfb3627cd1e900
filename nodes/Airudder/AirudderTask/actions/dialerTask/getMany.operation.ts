import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { returnAllAndLimit, wantedCount } from '../../../../runtime/fields/paging-fields';
import { simplify } from '../../../../runtime/fields/simplify';
import { dialerAccount, fetchDialerTasks } from '../../../resources/dialer-tasks';
import { momentField, timeout, timeSpan } from '../../../panel/fields';
import { typedText } from '../../../../basics/values';

/** The vendor demands a limit and does not say how large it may be. */
const ALL = 10_000;

/** Dialer Task: Get Many (D6). */
export const getManyDialerTasks: ItemOperation = {
  name: 'Get Many',
  value: 'getMany',
  action: 'Get many dialer tasks',
  description: 'List the tasks of the predictive dialer that start within a span of time',
  fields: [
    momentField('Start', 'start', 'Tasks that start at this time or later'),
    momentField('End', 'end', 'Tasks that start at this time or earlier'),
    ...returnAllAndLimit,
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add Filter',
      default: {},
      options: [
        {
          displayName: 'State',
          name: 'state',
          type: 'options',
          options: ['Cancelled', 'Creating', 'Finished', 'Not Started', 'Paused', 'Running'].map(
            (state) => ({ name: state, value: state }),
          ),
          default: 'Running',
          description: 'Only tasks in this state',
        },
        {
          displayName: 'Task Name',
          name: 'taskName',
          type: 'string',
          default: '',
          description: 'Only tasks of this name',
        },
      ],
    },
    simplify,
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const filters = context.getNodeParameter('filters', itemIndex, {}) as IDataObject;
    const text = (name: string) => {
      const value = typedText(filters[name]);
      return value === '' ? undefined : value;
    };
    const wanted = wantedCount(context, itemIndex);
    const limit = wanted === Infinity ? ALL : wanted;
    const tasks = await fetchDialerTasks(
      context,
      {
        ...timeSpan(context, itemIndex),
        limit,
        taskName: text('taskName'),
        state: text('state'),
      },
      (await dialerAccount(context)).zone,
      timeout.milliseconds(options),
    );
    const simple = context.getNodeParameter('simplify', itemIndex, true) === true;
    return tasks.slice(0, limit).map(({ raw, ...task }) => ({
      json: (simple ? task : raw) as unknown as IDataObject,
    }));
  },
};
