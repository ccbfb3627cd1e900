import type { IExecuteFunctions } from 'n8n-workflow';
import { stoppingOf } from '../../runtime/http/stop';
import type { Vendor } from '../../sending/vendor';
import { sobotRequest } from '../client/request';
import { contactData } from './contact-data';
import { wouldShow } from './known-contacts';
import { fetchContacts, isShown } from './one-contact';
import { fetchTaskInfo } from './task-info';

/**
 * Hands contacts to one task. Vendor page 2.7, `add_task_data`: the reply holds no counts, invalid numbers vanish
 * without a word (docs/vendors/sobot-icall.md, R27), and a contact id may be taken twice (docs/vendors/sobot-icall.md,
 * R28), so contacts are looked up one by one with `query_task_data` where it matters.
 */
export function taskVendor(context: IExecuteFunctions, taskId: string, timeoutMs?: number): Vendor {
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
    async findHeld(contacts) {
      const ids = contacts.map(({ contactId }) => contactId);
      const records = await fetchContacts(context, taskId, ids, timeoutMs);
      return new Set(ids.filter((_, index) => isShown(records[index])));
    },
    silence: {
      kind: 'showsWaiting',
      now: async (witnesses) =>
        await wouldShow(
          context,
          taskId,
          witnesses.map(({ contactId }) => contactId),
          timeoutMs,
        ),
    },
    async count() {
      const tasks = await fetchTaskInfo(context, [taskId], timeoutMs);
      return tasks.get(taskId)?.info.contactCount ?? null;
    },
    ...stoppingOf(context),
  };
}
