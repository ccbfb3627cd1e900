import type { IExecuteFunctions } from 'n8n-workflow';
import { inParallel } from '../../runtime/parallel';
import type { ContactSubmitter } from '../../runtime/submit-contacts';
import { contactData } from './contact-data';
import { fetchContact } from './one-contact';
import { sobotRequest } from './request';
import { toInt, toList, toText } from './values';

const READS_AT_ONCE = 4;

/**
 * Hands contacts to one task. Vendor page 2.7, `add_task_data`: the reply holds no counts, invalid
 * numbers vanish without a word (R27), and a contact id may be taken twice (R28), so contacts are
 * looked up one by one with `query_task_data` where it matters.
 */
export function taskSubmitter(
  context: IExecuteFunctions,
  taskId: string,
  timeoutMs?: number,
): ContactSubmitter {
  return {
    async send(batch) {
      await sobotRequest(context, {
        method: 'POST',
        endpoint: 'add_task_data',
        parameters: { taskid: taskId, data: batch.map(contactData) },
        effect: 'change',
        timeoutMs,
      });
    },
    async findKnown(contacts) {
      const found = await inParallel(contacts, READS_AT_ONCE, async ({ contactId }) => {
        const { detail } = await fetchContact(context, taskId, contactId, timeoutMs);
        return Object.keys(detail).length > 0;
      });
      return new Set(contacts.filter((_, index) => found[index]).map(({ contactId }) => contactId));
    },
    async mayHoldContacts() {
      const reply = await sobotRequest(context, {
        method: 'GET',
        endpoint: 'query_task_info',
        parameters: { taskid: taskId },
        effect: 'read',
        timeoutMs,
      });
      const task = toList(reply.data).find(({ taskid }) => toText(taskid) === taskId);
      return toInt(task?.call_total_data) !== 0;
    },
  };
}
