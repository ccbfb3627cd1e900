import {
  isoSeconds,
  naiveTime,
  shownContacts,
  text,
  type AirudderEndpoint,
  type AirudderState,
  type DialerTask,
} from '../airudder';
import type { TaskContact } from '../../dialling/tasks';
import {
  DialerRefusal,
  dialerReply,
  dialerState,
  dialerTask,
  startDialerTask,
} from '../dialer-tasks';

const BASE = '/service/callcenter/call/predict';

type Body = Record<string, unknown>;

/** An endpoint of the direct API: all are POST, and their envelope has a code of its own. */
function direct(
  suffix: string,
  row: string,
  work: (state: AirudderState, body: Body) => unknown,
): AirudderEndpoint {
  return {
    path: `${BASE}/${suffix}`,
    method: 'POST',
    row,
    answer: (state, { body }) => dialerReply(() => work(state, body)),
  };
}

const createTask = direct('createtask', 'D4', (state, body) => {
  const contacts = givenContacts(body);
  if (contacts.length === 0) throw new DialerRefusal(10505, 'contact list empty');
  return { taskId: startDialerTask(state, body, contacts) };
});

const copyTask = direct('copytask', 'D5', (state, body) => {
  const from = dialerTask(state, body.fromTask);
  const unanswered = ({ status }: TaskContact) => body.noanswerOnly !== 'Y' || status !== 2;
  const kept = ({ status }: TaskContact) => body.ignoreCancelled !== 'Y' || status !== CANCELLED;
  const contacts = from.dialling.contacts
    .filter((contact) => unanswered(contact) && kept(contact))
    .map(({ contactId }) => from.details.get(contactId) ?? {});
  if (contacts.length === 0) throw new DialerRefusal(10519, 'copied task is empty');
  return { taskId: startDialerTask(state, body, contacts) };
});

const queryTaskList = direct('querytasklist', 'D6', (state, body) => {
  if (typeof body.limit !== 'number') throw new DialerRefusal(10502, 'limit is empty');
  const from = naiveTime(state, body.minstarttime, 'minstarttime');
  const to = naiveTime(state, body.maxstarttime, 'maxstarttime');
  const named = text(body.taskName);
  const list = [...state.dialerTasks.values()]
    .filter(({ start }) => start >= from && start <= to)
    .filter(({ dialling }) => named === '' || dialling.name.includes(named))
    .map((task) => ({
      taskId: task.dialling.taskId,
      name: task.dialling.name,
      groupName: task.groupName,
      state: dialerState(state, task),
      startTime: isoSeconds(task.start),
    }))
    .filter((task) => text(body.state) === '' || task.state === body.state);
  return { list: list.slice(0, body.limit) };
});

const queryTaskDetail = direct('querytaskdetail', 'D7', (state, body) => {
  const task = dialerTask(state, body.taskId);
  const calls = shownContacts(state, task.dialling).filter(({ call }) => call !== undefined);
  const offset = typeof body.offset === 'number' ? body.offset : 0;
  const limit = typeof body.limit === 'number' ? body.limit : Infinity;
  const list = calls.slice(offset, offset + limit).map((contact) => callEntry(task, contact, body));
  return { total: calls.length, list };
});

const cancelContacts = direct('canceltaskcontacts', 'D8', (state, body) => {
  const task = dialerTask(state, body.TaskID);
  if (!Array.isArray(body.contactList)) throw new DialerRefusal(10505, 'contact list empty');
  const wanted = body.contactList as unknown[];
  const waiting = task.dialling.contacts.filter(
    ({ phone, status }) => status === 0 && wanted.includes(phone),
  );
  for (const contact of waiting) contact.status = CANCELLED;
  return waiting.map(({ phone }) => phone);
});

const recordingLink = direct('case/recording', 'D9', (state, body) => {
  const callId = text(body.callid);
  if (callId === '') throw new DialerRefusal(10608, 'CallID empty');
  const dial = state.ledger.dials.find((candidate) => candidate.callId === callId);
  if (dial === undefined) throw new DialerRefusal(10609, 'CallID invalid');
  if (dial.status !== 2) throw new DialerRefusal(10612, 'call was not answered by an agent');
  return { link: `${state.url()}/recordings/${callId}.wav` };
});

/** The six calls of the direct API that one public client makes. */
export const directEndpoints: readonly AirudderEndpoint[] = [
  createTask,
  copyTask,
  queryTaskList,
  queryTaskDetail,
  cancelContacts,
  recordingLink,
];

/** A status of our own for contacts that were taken out before they were called. */
const CANCELLED = 90;

/** Talked, busy, switched off …, by the status of the call model. */
const HANGUP_REASONS: Record<number, number> = { 2: 12, 3: 2, 4: 6, 5: 5, 6: 4, 7: 14, 9: 3 };

function callEntry(task: DialerTask, { call, contactId, phone, status }: TaskContact, body: Body) {
  const given = task.details.get(contactId) ?? {};
  return {
    callid: call?.callId ?? '',
    taskName: task.dialling.name,
    taskId: task.dialling.taskId,
    groupName: task.groupName,
    phoneNumber: phone,
    mainNumber: call?.callerNumber ?? '',
    phoneTag: '',
    calltime: isoSeconds(call?.startTime ?? 0),
    hangupReason: HANGUP_REASONS[status] ?? 0,
    reclink: call?.recordingUrl ?? '',
    talkremarks: '',
    nthCall: 1,
    contactName: text(given.name),
    customizeResults: {},
    ...(body.needCustomerInfo === true ? { customerInfo: given } : {}),
  };
}

function givenContacts({ contactList, customizeContacts }: Body): Body[] {
  if (Array.isArray(customizeContacts)) {
    for (const columns of customizeContacts as Body[]) {
      if (columns.phonenumber === undefined) {
        throw new DialerRefusal(10618, 'PhoneNumber column missing');
      }
      if (Object.values(columns).some((value) => typeof value !== 'string')) {
        throw new DialerRefusal(-1, 'request could not be decoded');
      }
    }
    return customizeContacts as Body[];
  }
  return Array.isArray(contactList) ? contactList.map((phone) => ({ phonenumber: phone })) : [];
}
