import type { IExecuteFunctions } from 'n8n-workflow';
import {
  rememberedName,
  runMemory,
  targetMemory,
  whileUnderWay,
} from '../../nodes/sending/run-memory';

/** As much of n8n's context as tells one run of a node from another. */
const at = ($runIndex: number) =>
  ({
    getWorkflow: () => ({ id: 'w' }),
    getExecutionId: () => '1',
    getNode: () => ({ id: 'n' }),
    getWorkflowDataProxy: () => ({ $runIndex }),
  }) as unknown as IExecuteFunctions;

const nameOf = (context: IExecuteFunctions, name: string) =>
  rememberedName(runMemory(context), () => name)(0);

describe('what a node remembers of its earlier tries', () => {
  it('is the same for a second try', () => {
    expect(nameOf(at(0), 'north')).toBe('north');
    expect(nameOf(at(0), 'north, later')).toBe('north');
  });

  it('is nothing in the next turn of a loop', () => {
    expect(nameOf(at(1), 'south')).toBe('south');
  });

  it('is kept for a hundred runs', () => {
    expect(nameOf(at(10), 'first')).toBe('first');
    for (let run = 11; run < 110; run++) nameOf(at(run), 'other');
    expect(nameOf(at(10), 'second')).toBe('first');
    for (let run = 110; run < 210; run++) nameOf(at(run), 'other');
    expect(nameOf(at(10), 'third')).toBe('third');
  });

  it('is kept while the run is under way and for the next try, however many others begin', async () => {
    expect(nameOf(at(400), 'first')).toBe('first');
    await whileUnderWay(runMemory(at(400)), async () => {
      for (let run = 401; run < 650; run++) nameOf(at(run), 'other');
      await Promise.resolve();
    });
    for (let run = 650; run < 700; run++) nameOf(at(run), 'other');
    expect(nameOf(at(400), 'second')).toBe('first');
    for (let run = 700; run < 850; run++) nameOf(at(run), 'other');
    expect(nameOf(at(400), 'third')).toBe('third');
  });

  it('is kept for a run that begins while a hundred others are under way', async () => {
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    const others = Array.from({ length: 101 }, (_, run) =>
      whileUnderWay(runMemory(at(900 + run)), async () => await ended),
    );
    expect(nameOf(at(1_100), 'first')).toBe('first');
    expect(nameOf(at(1_100), 'second')).toBe('first');
    end();
    await Promise.all(others);
  });

  it('is one memory for each target', () => {
    const run = runMemory(at(300));
    const north = targetMemory(run, 'north');
    expect(targetMemory(run, 'north')).toBe(north);
    expect(targetMemory(run, 'south').store).not.toBe(north.store);
  });
});
