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

  it('is kept as long as the run is under way, however many others begin', async () => {
    await whileUnderWay(runMemory(at(400)), async () => {
      expect(nameOf(at(400), 'first')).toBe('first');
      for (let run = 401; run < 650; run++) nameOf(at(run), 'other');
      await Promise.resolve();
      expect(nameOf(at(400), 'second')).toBe('first');
    });
    for (let run = 650; run < 760; run++) nameOf(at(run), 'other');
    expect(nameOf(at(400), 'third')).toBe('third');
  });

  it('is one memory for each target', () => {
    const run = runMemory(at(300));
    const north = targetMemory(run, 'north');
    expect(targetMemory(run, 'north')).toBe(north);
    expect(targetMemory(run, 'south').store).not.toBe(north.store);
  });
});
