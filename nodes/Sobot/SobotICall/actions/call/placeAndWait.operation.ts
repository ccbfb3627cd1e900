import { inParallel } from '../../../../basics/parallel';
import { placeAndWait } from '../../../../runtime/progress/place-and-wait';
import { timeoutMs } from '../../../panel/timeout';
import { toCallResult } from '../../../resources/call-result';
import { fetchContact } from '../../../resources/one-contact';
import { addContacts } from '../contact/add.operation';

const READS_AT_ONCE = 4;

/** Call: Place and Wait. Vendor pages 2.7 and 2.9, `add_task_data` and `query_task_data`. */
export const placeAndWaitForCalls = placeAndWait(
  addContacts,
  async (context, taskId, contactIds, options) =>
    await inParallel(contactIds, READS_AT_ONCE, async (contactId) => {
      const record = await fetchContact(context, taskId, contactId, timeoutMs(options));
      return toCallResult(record, 'query', { taskId, contactId });
    }),
);
