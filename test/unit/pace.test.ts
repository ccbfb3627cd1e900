import type { IExecuteFunctions } from 'n8n-workflow';
import {
  heard,
  inPace,
  setPace,
  paceInWords,
  slowDown,
  answeredWell,
} from '../../nodes/runtime/http/pace';

const context = (id: string) =>
  ({ getExecutionId: () => id, getNode: () => ({ id: 'n' }) }) as unknown as IExecuteFunctions;

describe('the pace of requests', () => {
  it('is for runs only: a list in the editor has none', async () => {
    const editor = { getNode: () => ({ id: 'n' }) } as unknown as IExecuteFunctions;
    setPace(editor, { requestsPerSecond: 1 });
    expect(await inPace(editor)).toBe(false);
    expect(await inPace(editor)).toBe(false);
    expect(paceInWords(editor, 'Sobot')).toBeUndefined();
  });

  it('of a run is forgotten once many others began after it', async () => {
    setPace(context('oldest'), { requestsPerSecond: 1 });
    for (let other = 0; other < 200; other++) setPace(context(`run ${other}`), {});
    expect(await inPace(context('oldest'))).toBe(false);
    expect(await inPace(context('oldest'))).toBe(false);
    expect(paceInWords(context('run 199'), 'Sobot')).toBeUndefined();
  });

  it('lets requests of one run go out one after the other, and those of another run at once', async () => {
    const order: string[] = [];
    const run = async (id: string, name: string) => {
      await inPace(context(id));
      order.push(name);
    };
    setPace(context('slow'), { requestsPerSecond: 20 });
    await Promise.all([run('slow', 's1'), run('slow', 's2'), run('slow', 's3'), run('free', 'f')]);
    expect(order.slice(0, 2).sort()).toEqual(['f', 's1']);
    expect(order.slice(2)).toEqual(['s2', 's3']);
  });

  it('halves when the vendor asks for fewer requests', async () => {
    jest.useFakeTimers();
    setPace(context('asked'), { requestsPerSecond: 10 });
    slowDown(context('asked'), Date.now());
    let second = false;
    await inPace(context('asked'));
    const waiting = inPace(context('asked')).then(() => (second = true));
    await jest.advanceTimersByTimeAsync(190);
    expect(second).toBe(false);
    await jest.advanceTimersByTimeAsync(20);
    expect(second).toBe(true);
    await waiting;
    jest.useRealTimers();
  });

  it('halves the pace that it had before a break, whose minutes count for nothing', async () => {
    jest.useFakeTimers();
    const run = context('break');
    setPace(run, { requestsPerSecond: 10 });
    for (let turn = 0; turn < 20; turn++) {
      const sent = inPace(run);
      await jest.advanceTimersByTimeAsync(100);
      await sent;
      heard(run);
    }
    await jest.advanceTimersByTimeAsync(60_000);
    setPace(run, { requestsPerSecond: 10 });
    await inPace(run);
    slowDown(run, Date.now());
    expect(paceInWords(run, 'Sobot')).toBe(
      'Sobot asked for fewer requests: after 10 a second they went out at 5 a second.',
    );
    jest.useRealTimers();
  });

  it('does not keep somebody waiting who pressed Stop', async () => {
    jest.useFakeTimers();
    const stop = new AbortController();
    const stoppable = {
      ...context('stopped'),
      getExecutionCancelSignal: () => stop.signal,
    } as unknown as IExecuteFunctions;
    setPace(stoppable, { requestsPerSecond: 1 });
    for (let turn = 0; turn < 5; turn++) void inPace(stoppable);
    let over = false;
    const waiting = inPace(stoppable).then(() => (over = true));
    stop.abort();
    await jest.advanceTimersByTimeAsync(500);
    expect(over).toBe(true);
    await waiting;
    jest.useRealTimers();
  });

  it('rises from 5 to 20 requests a second while the vendor answers well, and says how fast it got', async () => {
    jest.useFakeTimers();
    const run = context('rising');
    setPace(run, {});
    const waited = async () => {
      const before = Date.now();
      let over = false;
      const sent = inPace(run).then(() => (over = true));
      while (!over) await jest.advanceTimersByTimeAsync(1);
      await sent;
      answeredWell(run);
      return Date.now() - before;
    };
    await inPace(run);
    const waits: number[] = [];
    for (let request = 0; request < 8; request++) waits.push(await waited());
    expect(waits).toEqual([200, 200, 125, 91, 72, 59, 50, 50]);
    // Of so few it is not worth telling.
    expect(paceInWords(run, 'Sobot')).toBeUndefined();
    for (let request = 0; request < 20; request++) await waited();
    expect(paceInWords(run, 'Sobot')).toBe('Requests went out at up to 20 a second.');
    jest.useRealTimers();
  });

  it('halves once for requests that were on their way together, and stays below what was refused', () => {
    const run = context('refused');
    setPace(run, {});
    for (let answers = 0; answers < 1000; answers++) answeredWell(run);
    const sent = Date.now() - 1;
    for (let replies = 0; replies < 3; replies++) slowDown(run, sent);
    const said = (rate: number) =>
      `Sobot asked for fewer requests: after 20 a second they went out at ${rate} a second.`;
    expect(paceInWords(run, 'Sobot')).toBe(said(10));
    for (let answers = 0; answers < 1000; answers++) answeredWell(run);
    expect(paceInWords(run, 'Sobot')).toBe(said(19));
  });

  it('never goes faster than the option says, nor again as fast after a turn of a loop', () => {
    const run = context('limited');
    setPace(run, { requestsPerSecond: 8 });
    for (let answers = 0; answers < 1000; answers++) answeredWell(run);
    expect(paceInWords(run, 'Sobot')).toBeUndefined();
    slowDown(run, Date.now());
    setPace(run, { requestsPerSecond: 8 });
    expect(paceInWords(run, 'Sobot')).toMatch('after 8 a second they went out at 4 a second');
    for (let answers = 0; answers < 1000; answers++) answeredWell(run);
    expect(paceInWords(run, 'Sobot')).toMatch('after 8 a second they went out at 7 a second');
  });

  it('halves the speed at which requests really went out, where slow replies kept it below its pace', async () => {
    jest.useFakeTimers();
    const run = context('slow replies');
    setPace(run, { requestsPerSecond: 100 });
    for (let requests = 0; requests < 10; requests++) {
      expect(await inPace(run)).toBe(false);
      await jest.advanceTimersByTimeAsync(500);
    }
    slowDown(run, Date.now());
    expect(paceInWords(run, 'Sobot')).toBe(
      'Sobot asked for fewer requests: after 2 a second they went out at 1 a second.',
    );
    jest.useRealTimers();
  });
});
