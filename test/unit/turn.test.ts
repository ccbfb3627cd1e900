import { setClock, type Clock } from '../../nodes/runtime/clock';
import { takeTurn } from '../../nodes/sending/turn';

const queues = new Map<string, Promise<void>>();
let now = 0;
let endFirst = () => undefined as void;
const stopping = (stopped = false) => ({ isStopped: () => stopped });

/** A clock on which a second is over as soon as everybody else had a turn. */
const quick: Clock = {
  now: () => now,
  sleep: async () => undefined,
  async every(milliseconds, until, work) {
    while (!until.aborted) {
      await new Promise((resolve) => setImmediate(resolve));
      if (until.aborted) return;
      now += milliseconds;
      await work();
    }
  },
  timeout: (milliseconds) => milliseconds,
};

beforeEach(() => {
  setClock(quick);
  const first = new Promise<void>((resolve) => (endFirst = resolve));
  void takeTurn(queues, 'w', stopping(), async () => await first);
});
afterEach(() => {
  endFirst();
  setClock();
});

const sends = jest.fn(async () => 'sent');
beforeEach(() => sends.mockClear());

describe('a run that waits for another one of its workflow', () => {
  it('has its turn when that one has ended', async () => {
    const second = takeTurn(queues, 'w', stopping(), sends);
    endFirst();
    expect(await second).toBe('sent');
  });

  it('sends nothing once a minute is over, also not later', async () => {
    const second = takeTurn(queues, 'w', stopping(), sends);
    await expect(second).rejects.toThrow('Another execution is sending contacts of this workflow');
    endFirst();
    expect(await takeTurn(queues, 'w', stopping(), async () => 'next')).toBe('next');
    expect(sends).not.toHaveBeenCalled();
  });

  it('ends within a second when it is stopped', async () => {
    const before = now;
    await expect(takeTurn(queues, 'w', stopping(true), sends)).rejects.toThrow(/stopped/i);
    expect(now).toBe(before + 1_000);
  });
});
