import type { IExecuteFunctions } from 'n8n-workflow';
import { setClock } from '../../nodes/runtime/clock';
import { inSlices } from '../../nodes/runtime/rows/in-slices';
import { StandingClock } from './standing-clock';

/** A clock by which each piece of work takes a millisecond, and which counts how often others have their turn. */
class WorkClock extends StandingClock {
  turns = 0;
  override now = () => this.time++;
  override sleep = async () => {
    this.turns++;
    return await Promise.resolve(undefined);
  };
}

let stop: AbortController;
const context = { getExecutionCancelSignal: () => stop.signal } as unknown as IExecuteFunctions;
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

let clock: WorkClock;
beforeEach(() => {
  stop = new AbortController();
  setClock((clock = new WorkClock(0)));
});
afterEach(() => setClock());

describe('work over many items', () => {
  it('gives a result for each, in their order', async () => {
    const all = numbers(100).map(String);
    expect(await inSlices(context, all, (one, at) => `${one} at ${at}`)).toEqual(
      all.map((one) => `${one} at ${one}`),
    );
  });

  it('lets n8n do something else every twenty milliseconds', async () => {
    await inSlices(context, numbers(19), (one) => one);
    expect(clock.turns).toBe(0);
    await inSlices(context, numbers(210), (one) => one);
    expect(clock.turns).toBeGreaterThanOrEqual(9);
    expect(clock.turns).toBeLessThanOrEqual(11);
  });

  it('ends when the execution is stopped', async () => {
    const done: number[] = [];
    const work = (one: number) => {
      done.push(one);
      if (one === 30) stop.abort();
    };
    await expect(inSlices(context, numbers(1_000), work)).rejects.toThrow(/stopped/);
    expect(done.length).toBeLessThan(60);
  });

  it('ends with what goes wrong in it', async () => {
    const done: number[] = [];
    const work = (one: number) => {
      done.push(one);
      if (one === 30) throw new Error('no phone number');
    };
    await expect(inSlices(context, numbers(1_000), work)).rejects.toThrow('no phone number');
    expect(done).toEqual(numbers(31));
  });
});
