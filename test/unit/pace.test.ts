import type { IExecuteFunctions } from 'n8n-workflow';
import { inPace, setPace, slowDown } from '../../nodes/runtime/pace';

const context = (id: string) =>
  ({ getExecutionId: () => id, getNode: () => ({ id: 'n' }) }) as unknown as IExecuteFunctions;

describe('the pace of requests', () => {
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
    const waits: number[] = [];
    const timer = jest.spyOn(global, 'setTimeout').mockImplementation(((
      done: () => void,
      wait: number,
    ) => {
      waits.push(wait);
      done();
      return 0;
    }) as unknown as typeof setTimeout);
    setPace(context('asked'), { requestsPerSecond: 10 });
    slowDown(context('asked'));
    await inPace(context('asked'));
    await inPace(context('asked'));
    timer.mockRestore();
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(190);
    expect(waits[0]).toBeLessThanOrEqual(200);
  });
});
