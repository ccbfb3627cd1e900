import { placeAndWait } from '../../../../runtime/progress/place-and-wait';
import { timeoutMs } from '../../../panel/timeout';
import { toCallResult } from '../../../resources/call-result';
import { fetchContacts } from '../../../resources/one-contact';
import { addContacts } from '../contact/add.operation';

/** Call: Place and Wait. Vendor pages 2.7 and 2.9, `add_task_data` and `query_task_data`. */
export const placeAndWaitForCalls = placeAndWait(
  addContacts,
  async (context, taskId, contactIds, options) => {
    const records = await fetchContacts(context, taskId, contactIds, timeoutMs(options));
    return records.map((record, at) =>
      toCallResult(record, 'query', { taskId, contactId: contactIds[at] }),
    );
  },
);
