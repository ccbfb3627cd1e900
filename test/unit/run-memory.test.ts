import type { IExecuteFunctions } from 'n8n-workflow';
import { rememberedName, runMemory } from '../../nodes/sending/run-memory';

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
});
