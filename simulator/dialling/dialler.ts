import { randomUUID } from 'node:crypto';
import type { SimulatedClock } from '../clock';
import type { Ledger } from '../ledger';
import type { Settings } from '../settings';
import {
  endCall,
  isCallingTime,
  minutesToNextSlot,
  nextWaiting,
  statusOf,
  type FinishedCall,
  type Task,
  type TaskContact,
} from './tasks';
import { planCall, type CallPlan } from './call-model';

/** What a robot says first, with {variables} in it. */
interface Script {
  templateid: string;
  content: string;
}

/**
 * "Calls" the contacts of a task: in order, at most `robots` at a time, only within calling hours. No
 * phone rings; a call is a plan and two moments of the simulated clock.
 */
export class Dialler {
  /** How chosen contacts' calls go instead of by chance, by contact id. */
  readonly planned = new Map<string, Partial<CallPlan>>();

  constructor(
    private readonly clock: SimulatedClock,
    private readonly settings: Settings,
    private readonly account: { templates: readonly Script[]; callIdsBegin: string },
    private readonly ledger: Ledger,
    private readonly seed: string,
    private readonly baseUrl: () => string,
    private readonly onFinished: (task: Task, contact: TaskContact) => void,
  ) {}

  /** Starts as many calls of a task as may run now, and comes back when more may. */
  work(task: Task): void {
    if (this.settings.holdCalls || task.state !== 'open') return;
    const waiting = nextWaiting(task, Math.max(0, task.robots - task.busy));
    if (waiting.length === 0) return;
    const minute = this.clock.minuteOfDay();
    const status = statusOf(task, this.clock.now(), minute);
    if (status === 2) return;
    if (status === 0 && task.start !== null) {
      this.clock.after(task.start - this.clock.now() + 1, () => this.work(task));
      return;
    }
    if (!isCallingTime(task, minute)) {
      this.clock.after(minutesToNextSlot(task, minute) * 60_000, () => this.work(task));
      return;
    }
    for (const contact of waiting) this.call(task, contact);
  }

  private call(task: Task, contact: TaskContact): void {
    contact.status = 1;
    task.busy++;
    const plan = this.plan(task, contact);
    const callId = `${this.account.callIdsBegin}${randomUUID().replaceAll('-', '')}`;
    const startTime = this.clock.now();
    const callerNumber = task.callerNumbers[task.busy % task.callerNumbers.length];

    this.clock.after(plan.ringing + plan.talking, () => {
      const endTime = startTime + plan.ringing + plan.talking;
      const call: FinishedCall = {
        callId,
        callerNumber,
        plan,
        startTime,
        answerTime: plan.status === 2 ? startTime + plan.ringing : 0,
        endTime,
        recordingUrl:
          plan.status === 2
            ? `${this.baseUrl()}/recordings/${this.clock.stamp()}_${callId}.wav`
            : '',
      };
      contact.status = plan.status;
      endCall(task, contact, call);
      task.busy--;
      this.ledger.dials.push({
        taskId: task.taskId,
        contactId: contact.contactId,
        phone: contact.phone,
        callId,
        callerNumber,
        status: plan.status,
        intentions: plan.intentions,
        startTime,
        endTime,
      });
      this.onFinished(task, contact);
      this.work(task);
    });
  }

  private plan(task: Task, contact: TaskContact): CallPlan {
    const template = this.account.templates.find(
      ({ templateid }) => templateid === task.templateId,
    );
    const opening = (template?.content || 'Hello.').replace(
      /\{(\w+)\}/g,
      (placeholder, name: string) => contact.variables[name] ?? placeholder,
    );
    return {
      ...planCall(this.seed, contact.contactId, contact.phone, opening),
      ...(this.planned.get(contact.contactId) ?? this.planned.get(contact.phone)),
    };
  }
}
