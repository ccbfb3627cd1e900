/**
 * What can go wrong on the way. `before` faults hit a request before it is carried out, `after` faults
 * once it has been; `stall` sends half of the reply and never the rest; `late` breaks the connection and carries the request out later; `expire` lets every token expire at the moment the request arrives.
 */
export type FaultKind =
  | 'resetBefore'
  | 'resetAfter'
  | 'silenceBefore'
  | 'silenceAfter'
  | 'statusBefore'
  | 'statusAfter'
  | 'html'
  | 'truncate'
  | 'stall'
  | 'code'
  | 'delay'
  | 'late'
  | 'expire';

export interface Fault {
  /** Endpoint it hits, e.g. `add_task_data`; `*` for any. */
  endpoint: string;
  kind: FaultKind;
  /** Which matching request it hits first, counted from 1 when the fault is set. */
  from?: number;
  /** How many matching requests it hits. */
  times?: number;
  /** HTTP status for the status kinds. */
  status?: number;
  /** Body for the status kinds; an HTML page if left out. */
  body?: string;
  headers?: Record<string, string>;
  /** Return code for `code`. */
  code?: string;
  /** Real milliseconds for `delay`; milliseconds after which a `late` request is carried out. */
  milliseconds?: number;
}

interface ArmedFault extends Fault {
  seen: number;
}

export const HTML_PAGE = '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>';

/** The faults waiting for their request. */
export class Faults {
  private armed: ArmedFault[] = [];

  add(fault: Fault): void {
    this.armed.push({ ...fault, seen: 0 });
  }

  clear(): void {
    this.armed = [];
  }

  /** How many requests to an endpoint have arrived since a fault for it was set; those under way count. */
  met(endpoint: string): number {
    return Math.max(
      0,
      ...this.armed.filter((one) => one.endpoint === endpoint).map((one) => one.seen),
    );
  }

  /** The fault that hits this request, if any; every call counts as one request. */
  next(endpoint: string): Fault | undefined {
    let hit: Fault | undefined;
    for (const fault of this.armed) {
      if (fault.endpoint !== '*' && fault.endpoint !== endpoint) continue;
      fault.seen++;
      const first = fault.from ?? 1;
      const last = first + (fault.times ?? 1) - 1;
      if (hit === undefined && fault.seen >= first && fault.seen <= last) hit = fault;
    }
    return hit;
  }
}
