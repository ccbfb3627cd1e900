/** One request as it arrived, without credentials. */
export interface ArrivedRequest {
  number: number;
  endpoint: string;
  method: string;
  contentType: string;
  parameters: Record<string, unknown>;
  /** What we answered; null when a fault cut the connection. */
  code: string | null;
  fault: string | null;
}

/** One contact that a task took. */
export interface TakenContact {
  taskId: string;
  contactId: string;
  phone: string;
  variables: Record<string, string>;
  request: number;
}

/** One phone that rang. */
export interface Dial {
  taskId: string;
  contactId: string;
  phone: string;
  callId: string;
  callerNumber: string;
  status: number;
  intentions: string[];
  startTime: number;
  endTime: number;
}

/** One result that was pushed. */
export interface Pushed {
  contactId: string;
  callId: string;
  url: string;
  /** HTTP status of the answer, or 0 when there was none. */
  answer: number;
  reply: string;
}

/** One recording that somebody fetched. */
export interface Downloaded {
  url: string;
}

/** Everything that happened, for tests and for curious people: what arrived, who was called, what was pushed. */
export class Ledger {
  requests: ArrivedRequest[] = [];
  contacts: TakenContact[] = [];
  dials: Dial[] = [];
  pushes: Pushed[] = [];
  downloads: Downloaded[] = [];

  clear(): void {
    this.requests = [];
    this.contacts = [];
    this.dials = [];
    this.pushes = [];
    this.downloads = [];
  }
}
