import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import {
  existingInstance,
  isE164,
  isoSeconds,
  naiveTime,
  Refusal,
  text,
  type AirudderEndpoint,
  type AirudderState,
  type Instance,
  shownContacts,
} from '../airudder';
import { newTask, takeContact } from '../new-task';
import { taskRecord } from '../records';

const MOST_CONTACTS = 10_000;

export const createInstance: AirudderEndpoint = {
  path: '/service/cloud/workflow/createinstance',
  method: 'POST',
  row: 'C1',
  answer(state, { body }) {
    const { workflow_template_id: template, details = [] } = body;
    if (!state.account.workflowTemplates.some(({ id }) => id === template)) {
      throw new Refusal(400, 'workflow_template_id does not exist');
    }
    const name = text(body.name);
    if (name === '') throw new Refusal(400, 'name is required');
    const end = DateTime.fromFormat(text(body.end_time), 'yyyy-MM-dd HH:mm:ssZZ');
    if (!end.isValid) throw new Refusal(400, 'end_time is not a time with an offset');
    const workflowId = `wf_${randomUUID().replaceAll('-', '')}`;
    const task = newTask(state, {
      name: `${name} - First call`,
      start: Date.now(),
      end: end.toMillis(),
      robotMethod: 'single',
      robotId: state.account.robots[0].id,
      sipLine: state.account.lines[0],
      repeatInterval: 10,
      repeatNumber: 1,
    });
    const instance: Instance = { workflowId, name, task, stopped: false };
    task.instance = instance;
    take(state, instance, details);
    state.instances.set(workflowId, instance);
    state.tasks.set(task.dialling.taskId, task);
    state.dialler.work(task.dialling);
    return { workflow_id: workflowId };
  },
};

export const uploadDetails: AirudderEndpoint = {
  path: '/service/cloud/workflow/uploaddetails',
  method: 'POST',
  row: 'C3',
  answer(state, { body }) {
    const instance = existingInstance(state, body.workflow_id);
    if (!Array.isArray(body.details) || body.details.length === 0) {
      throw new Refusal(400, 'details is required');
    }
    take(state, instance, body.details);
    state.dialler.work(instance.task.dialling);
    return null;
  },
};

/** Takes all contacts or none; one that is there already is taken again. */
function take(state: AirudderState, instance: Instance, details: unknown): void {
  if (!Array.isArray(details)) throw new Refusal(400, 'details is not a list');
  const { contacts } = instance.task.dialling;
  if (contacts.length + details.length > MOST_CONTACTS) {
    throw new Refusal(400, 'a workflow takes 10000 contacts at most');
  }
  for (const entry of details as Array<Record<string, unknown>>) {
    const { callee, variables = {} } = entry;
    if (!isE164(callee)) throw new Refusal(400, `callee is invalid: ${text(callee)}`);
    const texts =
      typeof variables === 'object' &&
      variables !== null &&
      Object.values(variables).every((value) => typeof value === 'string');
    if (!texts) throw new Refusal(400, 'variables must map names to texts');
  }
  for (const entry of details as Array<Record<string, unknown>>) {
    const variables = (entry.variables ?? {}) as Record<string, string>;
    const contact = { contactId: text(entry.case_id), phone: text(entry.callee), variables };
    takeContact(state, instance.task, contact, variables, instance.workflowId);
  }
}

/** The reply is not public beyond holding workflow ids. */
export const detailInstances: AirudderEndpoint = {
  path: '/service/cloud/workflow/detailinstances',
  method: 'POST',
  row: 'C19',
  answer(state, { body }) {
    naiveTime(state, body.start_time, 'start_time');
    naiveTime(state, body.end_time, 'end_time');
    const caseId = text(body.case_id);
    const callee = text(body.callee);
    if (caseId === '' && callee === '') throw new Refusal(400, 'case_id or callee is required');
    return {
      list: [...state.instances.values()].flatMap(({ workflowId, name, task }) =>
        shownContacts(state, task.dialling)
          .filter(
            ({ contactId, phone, status }) =>
              (caseId === '' || contactId === caseId) &&
              (callee === '' || phone === callee) &&
              (state.settings.waitingContact === 'record' || status > 0),
          )
          .map(({ contactId, phone }) => ({
            workflow_id: workflowId,
            workflow_name: name,
            case_id: contactId,
            callee: phone,
          })),
      ),
    };
  },
};

export const apiNoticeInfo: AirudderEndpoint = {
  path: '/service/cloud/workflow/apinoticeinfo',
  method: 'POST',
  row: 'C9',
  answer(state, { body }) {
    for (const field of ['workflow_id', 'node_id', 'callee']) {
      if (text(body[field]) === '') throw new Refusal(400, `${field} is required`);
    }
    const { task } = existingInstance(state, body.workflow_id);
    const genuine = task.dialling.contacts.some(({ phone }) => phone === body.callee);
    if (!genuine) throw new Refusal(404, 'no such notice');
    return { sent_at: isoSeconds(state.clock.now()) };
  },
};

/** The body is not public; the simulator takes `workflow_id`. */
export const workflowTaskDetail: AirudderEndpoint = {
  path: '/service/cloud/workflow/taskdetail',
  method: 'POST',
  row: 'C14',
  answer: (state, { body }) => taskRecord(state, existingInstance(state, body.workflow_id).task),
};
