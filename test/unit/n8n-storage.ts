import type { IExecuteFunctions } from 'n8n-workflow';

type Scope = 'workflow' | 'node';

/** As much of n8n's context as its deduplication storage needs, with the marks that are in it. */
export class N8nStorage {
  readonly rows: Record<Scope, Set<string>> = { workflow: new Set(), node: new Set() };
  /** Writes after which it does not answer any more. */
  writesLeft = Infinity;
  /** Whether this n8n has one at all. */
  isThere = true;

  /** The context of a node of a workflow. */
  context(): IExecuteFunctions {
    const row = (scope: Scope) => {
      if (!this.isThere || this.writesLeft-- <= 0) throw new Error('no database');
      return this.rows[scope];
    };
    return {
      getWorkflow: () => ({ id: 'w' }),
      getExecutionCancelSignal: () => undefined,
      helpers: {
        async checkProcessedAndRecord(asked: string[], scope: Scope) {
          const marks = row(scope);
          const processed = asked.filter((mark) => marks.has(mark));
          for (const mark of asked) marks.add(mark);
          return { processed, new: [] };
        },
        async removeProcessed(gone: string[], scope: Scope) {
          const marks = row(scope);
          for (const mark of gone) marks.delete(mark);
        },
        getProcessedDataCount: async (scope: Scope) => {
          if (!this.isThere) throw new Error('no such table');
          return this.rows[scope].size;
        },
      },
    } as unknown as IExecuteFunctions;
  }
}
