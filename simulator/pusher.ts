import axios from 'axios';
import seedrandom from 'seedrandom';
import type { Ledger } from './ledger';
import type { Settings } from './settings';

interface PendingPush {
  url: string;
  body: string;
  contactId: string;
  callId: string;
  headers?: Record<string, string>;
  /** How often it is sent again when it is not answered with a status from 200 to 299. */
  retries?: number;
}

const ANSWER_WITHIN_MS = 15_000;
const AT_ONCE = 20;

/** A push URL as the ledger shows it. */
export function withoutToken(url: string): string {
  return url.replace(/token=[^&]*/, 'token=…');
}

/** Sends results to the push URLs of tasks: once each, unless the settings ask for copies or disorder. */
export class Pusher {
  private readonly random = seedrandom('push order');
  private queue: PendingPush[] = [];
  private underWay = 0;

  constructor(
    private readonly settings: Settings,
    private readonly ledger: Ledger,
  ) {}

  push(pending: PendingPush): void {
    for (let copy = 0; copy < this.settings.pushCopies; copy++) this.queue.push(pending);
    this.sendAtLeast(this.queue.length - this.settings.pushShuffle);
  }

  /** Sends everything that is held back. */
  flush(): void {
    this.sendAtLeast(this.queue.length);
  }

  private open = 0;

  /** Keeps sending, some at a time, until so many more have gone out. */
  private sendAtLeast(count: number): void {
    this.open = Math.max(this.open, count);
    this.sendSome();
  }

  private sendSome(): void {
    while (this.open > 0 && this.queue.length > 0 && this.underWay < AT_ONCE) {
      this.open--;
      const at = this.settings.pushShuffle > 0 ? Math.floor(this.random() * this.queue.length) : 0;
      void this.send(this.queue.splice(at, 1)[0]);
    }
  }

  stop(): void {
    this.queue = [];
    for (const timer of this.waiting) clearTimeout(timer);
    this.waiting.clear();
  }

  private readonly waiting = new Set<NodeJS.Timeout>();

  private sendAgainLater(pending: PendingPush): void {
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      this.queue.push(pending);
      this.sendAtLeast(this.queue.length);
    }, this.settings.pushRetryMs);
    this.waiting.add(timer);
  }

  private async send(pending: PendingPush): Promise<void> {
    const { url, body, contactId, callId, retries = 0 } = pending;
    this.underWay++;
    const answer = await axios
      .post<string>(url, body, {
        headers: pending.headers ?? { 'content-type': this.settings.pushContentType },
        timeout: ANSWER_WITHIN_MS,
        responseType: 'text',
        transformRequest: (data: string) => data,
        transformResponse: (data: string) => data,
        validateStatus: () => true,
        proxy: false,
      })
      .then(({ status, data }) => ({ status, data }))
      .catch((error: Error) => ({ status: 0, data: error.message }));
    this.ledger.pushes.push({
      contactId,
      callId,
      url: withoutToken(url),
      answer: answer.status,
      reply: String(answer.data).slice(0, 500),
    });
    const taken = answer.status >= 200 && answer.status <= 299;
    if (!taken && retries > 0) this.sendAgainLater({ ...pending, retries: retries - 1 });
    this.underWay--;
    this.sendSome();
  }
}
