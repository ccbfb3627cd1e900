import { Refusal } from '../codes';
import { text } from '../parameters';
import { callDetail, callMessages, shownPhone } from '../records';
import { existingTask, shownContact, type Endpoint } from '../sobot';

export const queryTaskData: Endpoint = {
  name: 'query_task_data',
  method: 'GET',
  section: '2.9',
  answer(state, parameters) {
    const outid = text(parameters, 'outid');
    if (outid === '') throw new Refusal('outidEmpty');
    const task = existingTask(state, text(parameters, 'taskid'));
    const contact = shownContact(state, task, outid);
    if (contact?.call !== undefined) {
      return {
        data: {
          msg: callMessages(contact.call).map((message) => ({
            ...message,
            date_time: String(message.date_time),
            sender_type: String(message.sender_type),
          })),
          detail: callDetail(task, contact, contact.call),
        },
        ret_msg: undefined,
      };
    }
    if (state.settings.waitingContact === 'frame') {
      return { data: { msg: [], detail: { callid: '', status: 0, tel: '' } }, ret_msg: undefined };
    }
    if (contact === undefined || state.settings.waitingContact === 'nothing') {
      return { data: null, ret_msg: undefined };
    }
    return {
      data: {
        msg: [],
        detail: { callid: '', status: contact.status, tel: shownPhone(task, contact.phone) },
      },
      ret_msg: undefined,
    };
  },
};
