/** A task's state in words. `-1` appears in task details only (docs/vendors/sobot-icall.md, section 4 and R15). */
const TASK_STATUSES: Record<string, string> = {
  '-1': 'deleted',
  '0': 'notStarted',
  '1': 'running',
  '2': 'finished',
  '3': 'outsideCallingHours',
  '4': 'queued',
  '5': 'paused',
};

/** `outsideCallingHours` as "outside calling hours". */
export function statusInWords(status: string): string {
  return status.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The word for a task status; `unknown` for one the vendor does not document. */
export function taskStatus(code: number | null): string {
  return TASK_STATUSES[String(code)] ?? 'unknown';
}

/** Whether a task calls nobody any more, and takes no contacts. Permanent tasks never say that they are finished. */
export function isOver(status: string): boolean {
  return ['finished', 'deleted'].includes(status);
}
