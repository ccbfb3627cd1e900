import {
  endCall,
  type FinishedCall,
  type Task,
  type TaskContact,
} from '../../simulator/dialling/tasks';
import { callsBetween } from '../../simulator/sobot/records';

describe('calls of a task that have ended', () => {
  /** A task whose calls are told to have ended in this order, each named by the moment of its end. */
  const taskOf = (...ends: number[]): Task => {
    const task = { called: [] as unknown[] } as Task;
    for (const endTime of ends) {
      const contact = { contactId: `c-${endTime}` } as TaskContact;
      endCall(task, contact, { endTime } as FinishedCall);
    }
    return task;
  };
  const between = (task: Task, begin: number, end: number) =>
    callsBetween(task, [begin, end], 'end').map(({ contactId }) => contactId);

  it('come oldest first, in whatever order a fast clock tells of them', () => {
    expect(between(taskOf(20, 30, 10, 40, 25), 0, 100)).toEqual([
      'c-10',
      'c-20',
      'c-25',
      'c-30',
      'c-40',
    ]);
  });

  it('are those whose end lies in the span, its ends included', () => {
    expect(between(taskOf(10, 20, 30, 40), 20, 30)).toEqual(['c-20', 'c-30']);
  });
});
