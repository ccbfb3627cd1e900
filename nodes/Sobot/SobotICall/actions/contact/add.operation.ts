import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Contact, ContactOutcome } from '../../../../campaign/contact';
import { outcomeItems, refuseInvalid, stoppedError } from '../../../../runtime/contact-outcomes';
import { contactFields, submissionOptions } from '../../../../runtime/contact-fields';
import { differsPerItem } from '../../../../runtime/expression';
import { flag, wholeNumber } from '../../../../runtime/option-values';
import type { BatchOperation } from '../../../../runtime/operation';
import {
  prepareContacts,
  type PreparedContact,
  type ValidContact,
} from '../../../../runtime/prepare-contacts';
import { rememberedContacts } from '../../../../runtime/run-memory';
import {
  notStarted,
  submitContacts,
  type Lookup,
  type Submission,
} from '../../../../runtime/submit-contacts';
import { contactData, refuseContact } from '../../../api/contact-data';
import { taskSubmitter } from '../../../api/submit';
import { VENDOR } from '../../../api/request';
import { taskId, taskLocator } from '../locators';
import { timeoutMs, timeoutOption } from '../timeout';

const NOT_TAKEN =
  'Sobot raised no objection but does not hold this contact; it drops numbers it does not like without a word';

/** Contact: Add. Vendor page 2.7, `add_task_data`. */
export const addContacts: BatchOperation = {
  name: 'Add',
  value: 'add',
  action: 'Add contacts',
  description: 'Hand all incoming items to a task, which then calls them: this places real calls',
  fields: [
    taskLocator,
    ...contactFields,
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [...submissionOptions, timeoutOption],
    },
  ],
  async runAll(context) {
    const options = context.getNodeParameter('options', 0, {}) as IDataObject;
    const prepared = prepareContacts(context, options, refuseContact);
    if (options.invalidContacts !== 'skip') refuseInvalid(context, prepared);

    const valid = prepared.filter((entry): entry is ValidContact => 'contact' in entry);
    const tasks = byTask(context, valid);
    if (flag(options, 'dryRun', 'Dry Run')) return dryRun(context, prepared, tasks, options);

    const submissions = new Map<string, Submission>();
    let stopped = false;
    for (const [task, contacts] of tasks) {
      const submission: Submission = stopped
        ? notStarted(contacts)
        : await submitContacts(contacts, taskSubmitter(context, task, timeoutMs(options)), {
            batchSize: batchSize(options),
            lookup: (options.lookup ?? 'every') as Lookup,
            remembered: rememberedContacts(context, task),
          });
      submissions.set(task, submission);
      stopped ||= submission.stoppedBy !== undefined;
    }
    return results(context, prepared, submissions, options);
  },
};

/** Contacts by the task they go to; an expression may send different items to different tasks. */
function byTask(context: IExecuteFunctions, valid: ValidContact[]): Map<string, Contact[]> {
  const perItem = differsPerItem(context, 'task');
  const tasks = new Map<string, Contact[]>();
  const first = perItem || valid.length === 0 ? '' : taskId(context, 0);
  for (const { itemIndex, contact } of valid) {
    const task = perItem ? taskId(context, itemIndex) : first;
    const contacts = tasks.get(task);
    if (contacts === undefined) tasks.set(task, [contact]);
    else contacts.push(contact);
  }
  return tasks;
}

function dryRun(
  context: IExecuteFunctions,
  prepared: PreparedContact[],
  tasks: Map<string, Contact[]>,
  options: IDataObject,
): INodeExecutionData[] {
  const size = batchSize(options);
  const placeOf = new Map<string, { taskId: string; batch: number }>();
  for (const [task, contacts] of tasks) {
    contacts.forEach(({ contactId }, index) => {
      placeOf.set(contactId, {
        taskId: task,
        batch: Math.floor(index / size) + 1,
      });
    });
  }
  return outcomeItems(
    context,
    prepared,
    ({ contact }) => ({
      outcome: 'dryRun',
      facts: { ...placeOf.get(contact.contactId), wouldSend: contactData(contact) },
    }),
    flag(options, 'includeInput', 'Include Input Fields'),
  );
}

function results(
  context: IExecuteFunctions,
  prepared: PreparedContact[],
  submissions: Map<string, Submission>,
  options: IDataObject,
): INodeExecutionData[] {
  const all = [...submissions.values()];
  const stoppedBy = all.find((submission) => submission.stoppedBy !== undefined)?.stoppedBy;
  if (stoppedBy !== undefined && !context.continueOnFail())
    throw stoppedError(context, VENDOR, all);

  const placeOf = new Map<
    string,
    { taskId: string; batch: number | null; outcome: ContactOutcome }
  >();
  for (const [task, { outcomes, batchOf }] of submissions) {
    for (const [contactId, outcome] of outcomes) {
      placeOf.set(contactId, { taskId: task, batch: batchOf.get(contactId) ?? null, outcome });
    }
  }
  return outcomeItems(
    context,
    prepared,
    ({ contact }) => {
      const { outcome = 'notSent', ...facts } = placeOf.get(contact.contactId) ?? {};
      const failed = outcome === 'unknown' || outcome === 'notSent';
      return {
        outcome,
        facts: outcome === 'notTaken' ? { ...facts, reason: NOT_TAKEN } : facts,
        failure: failed ? `${stoppedBy?.message}: this contact is ${inWords(outcome)}` : undefined,
      };
    },
    flag(options, 'includeInput', 'Include Input Fields'),
  );
}

function inWords(outcome: 'unknown' | 'notSent'): string {
  return outcome === 'unknown' ? 'unknown, it may be called' : 'not sent';
}

function batchSize(options: IDataObject): number {
  const bounds = { byDefault: 200, least: 1, most: 1000 };
  return wholeNumber(options, 'batchSize', 'Batch Size', bounds);
}
