import { randomUUID } from 'node:crypto';
import { addContact } from '../dialling/tasks';
import type { AirudderState, AirudderTask } from './airudder';

const CONCURRENT_CALLS = 10;

/** A task that calls its contacts between two moments, ten at a time. */
export function newTask(
  state: AirudderState,
  facts: Omit<AirudderTask, 'dialling' | 'canceled' | 'details'> & { name: string },
): AirudderTask {
  const { name, ...rest } = facts;
  return {
    ...rest,
    canceled: false,
    details: new Map(),
    dialling: {
      taskId: randomUUID().replaceAll('-', ''),
      name,
      templateId: rest.robotId,
      callerNumbers: ['+12025550100'],
      robots: CONCURRENT_CALLS,
      timeType: 1,
      start: state.clock.fromRealTime(rest.start),
      end: state.clock.fromRealTime(rest.end),
      slots: [[0, 24 * 60]],
      slotText: '',
      pushUrl: '',
      pushType: 2,
      numberHide: 0,
      state: 'open',
      contacts: [],
      firstOfId: new Map(),
      called: [],
      busy: 0,
      cursor: 0,
      createdAt: state.timers.now(),
    },
  };
}

/** Puts a contact into a task, also when it has one of the same id. */
export function takeContact(
  state: AirudderState,
  task: Pick<AirudderTask, 'dialling' | 'details'>,
  contact: { contactId: string; phone: string; variables: Record<string, string> },
  given: Record<string, unknown>,
  ledgerId: string,
): void {
  if (state.settings.dropContacts.includes(contact.contactId)) return;
  task.details.set(contact.contactId, given);
  addContact(task.dialling, contact, state.timers.now());
  state.ledger.contacts.push({ taskId: ledgerId, ...contact, request: state.request });
}
