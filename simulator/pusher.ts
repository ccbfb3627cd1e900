import axios from 'axios';
import seedrandom from 'seedrandom';
import type { Ledger } from './ledger';
import type { Settings } from './settings';

interface PendingPush {
  url: string;
  body: string;
  contactId: string;
  callId: string;
}

const ANSWER_WITHIN_MS = 15_000;
const AT_ONCE = 20;

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
    if (this.queue.length > this.settings.pushShuffle) this.flush();
  }

  /** Sends what is held back. */
  flush(): void {
    while (this.queue.length > 0 && this.underWay < AT_ONCE) {
      const at = this.settings.pushShuffle > 0 ? Math.floor(this.random() * this.queue.length) : 0;
      void this.send(this.queue.splice(at, 1)[0]);
    }
  }

  stop(): void {
    this.queue = [];
  }

  private async send({ url, body, contactId, callId }: PendingPush): Promise<void> {
    this.underWay++;
    const answer = await axios
      .post<string>(url, body, {
        headers: { 'content-type': this.settings.pushContentType },
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
      url: url.replace(/token=[^&]*/, 'token=…'),
      answer: answer.status,
      reply: String(answer.data).slice(0, 500),
    });
    this.underWay--;
    if (this.settings.pushShuffle === 0) this.flush();
  }
}
