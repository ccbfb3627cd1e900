import {
  addContact,
  contactBefore,
  removeWaiting,
  type Task,
  type TaskContact,
} from '../../simulator/dialling/tasks';

describe("a contact of the simulator's task, looked for by its id", () => {
  const FIRST = '+12005550001';
  const SECOND = '+12005550002';

  /** A task that took contacts at moments. */
  const taskOf = (...taken: Array<[contactId: string, phone: string, takenAt: number]>): Task => {
    const task = {
      contacts: [] as TaskContact[],
      firstOfId: new Map(),
      cursor: 0,
    } as Partial<Task>;
    for (const [contactId, phone, takenAt] of taken) {
      addContact(task as Task, { contactId, phone, variables: {} }, takenAt);
    }
    return task as Task;
  };
  const phoneOf = (task: Task, contactId: string, moment = 100) =>
    contactBefore(task, contactId, moment)?.phone;

  it('is the first of several with that id', () => {
    const task = taskOf(['a', FIRST, 10], ['b', FIRST, 20], ['a', SECOND, 30]);
    expect(phoneOf(task, 'a')).toBe(FIRST);
    expect(phoneOf(task, 'c')).toBeUndefined();
  });

  it('is not shown before what reads show has come to it', () => {
    const task = taskOf(['a', FIRST, 10]);
    expect([9, 10].map((moment) => phoneOf(task, 'a', moment))).toEqual([undefined, FIRST]);
  });

  it('is gone once it was taken out, unless it was called already, and leaves the place to the next', () => {
    const task = taskOf(['a', FIRST, 10], ['a', SECOND, 20], ['b', FIRST, 30]);
    task.contacts[2].status = 1;
    expect(removeWaiting(task, ({ phone }) => phone === FIRST)).toBe(1);
    expect(phoneOf(task, 'a')).toBe(SECOND);
    expect(phoneOf(task, 'b')).toBe(FIRST);
    expect(removeWaiting(task, ({ contactId }) => contactId === 'a')).toBe(1);
    expect(phoneOf(task, 'a')).toBeUndefined();
    expect(task.contacts.map(({ contactId }) => contactId)).toEqual(['b']);
  });
});
