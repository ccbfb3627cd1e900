import type { IExecuteFunctions } from 'n8n-workflow';

/** Says that a task was there before, and what of it could not be compared. */
export function sayNotCompared(context: IExecuteFunctions, taskName: string): void {
  context.addExecutionHints({
    message: `The task "${taskName}" was there already and is used. Sobot does not tell its template, result push URL, number masking and export, so they could not be compared with what is set here.`,
    type: 'info',
  });
}
