import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** One line of n8n's event log. */
interface LoggedEvent {
  ts: string;
  eventName?: string;
  payload?: { executionId?: string; nodeName?: string; errorMessage?: string };
}

/** What n8n notes of executions and their nodes while they run, also of executions that it does not save. */
export class EventLog {
  constructor(private readonly file: string) {}

  /** How much of it there is by now; what is noted from here on can be asked for. */
  length(): number {
    return statSync(this.file).size;
  }

  /**
   * Waits for the end of an execution.
   *
   * @param from its length before the execution began
   * @returns how long each node took over all its runs, in milliseconds
   * @throws Error when the execution fails, or does not end in time
   */
  async timesOfNodes(
    executionId: string,
    from: number,
    withinMs: number,
  ): Promise<Map<string, number>> {
    const until = Date.now() + withinMs;
    const started = new Map<string, number>();
    const times = new Map<string, number>();
    const rest = new Tail(this.file, from);
    while (Date.now() < until) {
      for (const { ts, eventName = '', payload = {} } of rest.read()) {
        if (payload.executionId !== executionId) continue;
        const { nodeName = '' } = payload;
        if (eventName === 'n8n.node.started') started.set(nodeName, Date.parse(ts));
        if (eventName === 'n8n.node.finished') {
          const time = Date.parse(ts) - (started.get(nodeName) ?? NaN);
          times.set(nodeName, (times.get(nodeName) ?? 0) + time);
        }
        if (eventName === 'n8n.workflow.success') return times;
        if (/^n8n\.workflow\.(?:failed|cancelled)$/.test(eventName)) {
          throw new Error(payload.errorMessage ?? eventName);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`execution ${executionId} did not end in time`);
  }
}

/** What comes to the end of a file. */
class Tail {
  private unfinished = '';

  constructor(
    private readonly file: string,
    private from: number,
  ) {}

  /** The events that came since it was last asked. */
  read(): LoggedEvent[] {
    const { size } = statSync(this.file);
    const file = openSync(this.file, 'r');
    const buffer = Buffer.alloc(size - this.from);
    readSync(file, buffer, 0, buffer.length, this.from);
    closeSync(file);
    this.from = size;
    const lines = (this.unfinished + buffer.toString()).split('\n');
    this.unfinished = lines.pop() ?? '';
    return lines.map((line) => JSON.parse(line) as LoggedEvent);
  }
}
