import { isE164, naiveTime, Refusal, text, type AirudderEndpoint } from '../airudder';
import { newTask, takeContact } from '../new-task';

/** The fields a Collection contact must have (docs/vendors/airudder.md, A1). */
const REQUIRED = ['Debtor', 'LoanDate', 'DueDate', 'LoanAmount', 'Arrears', 'Unit', 'Platform'];

export const createTask: AirudderEndpoint = {
  path: '/service/cloud/task',
  method: 'POST',
  row: 'A1',
  answer(state, { body }) {
    const name = text(body.TaskName);
    if (name === '') throw new Refusal(400, 'TaskName is required');
    for (const { dialling } of state.tasks.values()) {
      if (dialling.name === name) throw new Refusal(400, 'TaskName already exists');
    }
    const start = naiveTime(state, body.ScheduleStartTime, 'ScheduleStartTime');
    const end = naiveTime(state, body.ScheduleEndTime, 'ScheduleEndTime');
    if (end <= start) throw new Refusal(400, 'ScheduleEndTime must be later');
    if (!state.account.robots.some(({ id }) => id === text(body.RobotID))) {
      throw new Refusal(400, 'RobotID does not exist');
    }
    if (!state.account.lines.includes(text(body.SIPLine))) {
      throw new Refusal(400, 'SIPLine does not exist');
    }
    for (const field of ['RepeatInterval', 'RepeatNumber']) {
      if (!Number.isInteger(body[field])) throw new Refusal(400, `${field} must be an integer`);
    }
    if (!Array.isArray(body.Details) || body.Details.length === 0) {
      throw new Refusal(400, 'Details is required');
    }
    const task = newTask(state, {
      name,
      start,
      end,
      robotMethod: text(body.RobotMethod) || 'single',
      robotId: text(body.RobotID),
      sipLine: text(body.SIPLine),
      repeatInterval: body.RepeatInterval as number,
      repeatNumber: body.RepeatNumber as number,
    });
    const rejected: Array<Record<string, unknown>> = [];
    for (const given of body.Details as Array<Record<string, unknown>>) {
      const reason = wrongWith(given);
      if (reason !== undefined) {
        rejected.push({ Mobile: given.Mobile, Comments: given.Comments, reason });
        continue;
      }
      const variables = Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, String(value)]),
      );
      const contact = { contactId: text(given.Comments), phone: text(given.Mobile), variables };
      takeContact(state, task, contact, given, task.dialling.taskId);
    }
    state.tasks.set(task.dialling.taskId, task);
    state.dialler.work(task.dialling);
    return { TaskID: task.dialling.taskId, detail_error_list: rejected };
  },
};

/** Only a contact that begins like one of Collection is held to its fields; those of others are not public. */
function wrongWith(given: Record<string, unknown>): string | undefined {
  if (!isE164(given.Mobile)) return 'Mobile is invalid';
  // The simulator refuses this number, so that somebody can see a rejection.
  if (given.Mobile === '+12025550199') return 'Mobile is on the block list';
  if (!('Debtor' in given)) return undefined;
  const missing = REQUIRED.find((field) => text(given[field]) === '');
  if (missing !== undefined) return `${missing} is required`;
  if (text(given.LoanDate) >= text(given.DueDate)) return 'LoanDate must precede DueDate';
  return typeof given.Arrears === 'number' && given.Arrears > 0
    ? undefined
    : 'Arrears must be above 0';
}
