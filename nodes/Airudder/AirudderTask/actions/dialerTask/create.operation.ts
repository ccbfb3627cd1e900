import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Contact } from '../../../../campaign/contact';
import { handOver } from '../../../../sending/hand-over';
import { contactFields } from '../../../../runtime/rows/contact-fields';
import { guardsOfNewNodes } from '../../../../runtime/guards/fields';
import { oneRequestOptions } from '../../../../runtime/rows/submission-options';
import { contactIdFields } from '../../../../runtime/rows/contact-id';
import { groupedInSlices } from '../../../../runtime/rows/in-slices';
import { sameForAll } from '../../../../runtime/fields/expression';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { rememberedName, runMemory } from '../../../../sending/run-memory';
import { VENDOR } from '../../../client/credential';
import { dialerTaskToCreate } from '../../../resources/create-dialer-task';
import { dialerAccount } from '../../../resources/dialer-tasks';
import { timeout } from '../../../panel/fields';
import { AT_ONCE, NAMED_TASK_WORDS, taskCreator } from '../../../resources/named-task';
import {
  dialerTaskName,
  dialerTaskStart,
  newDialerTask,
  newDialerTaskFields,
  newDialerTaskOptions,
} from '../../../panel/dialer-task-fields';
import { handoverOptions, optionsInTwoRanks } from '../../../../runtime/rows/handover-options';

/** The vendor's column of the phone number, as its one public client writes it. */
const PHONE_COLUMN = 'phonenumber';

const contactIdColumn: INodeProperties = {
  displayName: 'Contact ID Column',
  name: 'contactIdColumn',
  type: 'string',
  default: '',
  placeholder: 'e.g. caseid',
  description:
    'Column of your own AIRUDDER template that holds the contact ID. Empty means that the ID is not sent, and calls are told apart by their phone number.',
};

/** Dialer Task: Create, with its contacts (D4): calls are connected to agents, not to a robot. */
export const createDialerTask: BatchOperation = {
  name: 'Create',
  value: 'create',
  action: 'Create dialer task',
  description:
    'Create a task of the predictive dialer with all incoming items as its contacts: this places real calls',
  fields: [
    ...newDialerTaskFields,
    ...contactIdFields(
      'Name of the incoming field that holds your own ID of the row, unique in its task. It is sent only if your template has a column for it.',
    ),
    contactIdColumn,
    ...contactFields,
    guardsOfNewNodes,
    ...optionsInTwoRanks(
      newDialerTaskOptions(...oneRequestOptions('international'), timeout.option),
    ),
  ],
  async runAll(context) {
    const options = handoverOptions(context);
    const { zone } = await dialerAccount(context);
    const column = String(context.getNodeParameter('contactIdColumn', 0, '')).trim();
    const nameOf = rememberedName(
      runMemory(context),
      sameForAll(context, 'taskName', (itemIndex) => dialerTaskName(context, itemIndex)),
    );
    const items = [...context.getInputData().keys()];
    const bodies = new Map<string, IDataObject>();
    for (const [name, [item]] of await groupedInSlices(context, items, nameOf)) {
      bodies.set(name, await newDialerTask(context, item, name, handoverOptions(context, item)));
    }
    const write = ({ contactId, phone, variables }: Contact): IDataObject => ({
      ...variables,
      ...(column === '' ? {} : { [column]: contactId }),
      [PHONE_COLUMN]: phone,
    });
    return await handOver(context, options, {
      vendor: VENDOR,
      rules: { phoneRule: 'international', check: refuseLongNumber },
      targetOf: nameOf,
      dialTimes(_taskName, [{ itemIndex }]) {
        // Until when, and in which hours, is known to the skill group only.
        const from = dialerTaskStart(context, itemIndex);
        return from === undefined ? undefined : { from, until: from, zone };
      },
      open(taskName, _contacts, memory) {
        const task = dialerTaskToCreate(context, taskName, {
          zone,
          write,
          body: bodies.get(taskName) ?? {},
          contactIdColumn: column === '' ? undefined : column,
          timeoutMs: timeout.milliseconds(options),
        });
        return taskCreator(context, task, memory);
      },
      wouldSend: write,
      ...AT_ONCE,
      words: {
        ...NAMED_TASK_WORDS,
        unknown:
          'Look the task up in the AIRUDDER console, or with Dialer Task: Get Many, before you send them again.',
      },
    });
  },
};

/** The dialer refuses the whole list for one number with more than 14 digits (code 10510). */
function refuseLongNumber({ phone }: Contact): string | undefined {
  return phone.length > 15
    ? `the phone number ${phone} has more than 14 digits, and the dialer takes no more`
    : undefined;
}
