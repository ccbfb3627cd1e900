import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { counted } from '../basics/values';
import type { ContactOutcome } from '../campaign/contact';
import { paceInWords } from '../runtime/http/pace';

/** Outcomes that are told together, in the order of what matters, and how. */
const TOLD: Array<[outcomes: ContactOutcome[], inWords: (vendor: string) => string]> = [
  [['dryRun'], (vendor) => `would be handed over to ${vendor}`],
  [['submitted'], (vendor) => `handed over to ${vendor}`],
  [['alreadySubmitted'], () => 'there already and not called again'],
  [['notNow', 'notAllowed'], () => 'left out by guards'],
  [['rejected'], () => 'with a wrong row'],
  [['notTaken', 'refused'], (vendor) => `not taken by ${vendor}`],
  [['notSent'], () => 'not sent'],
  [['unknown'], () => 'unknown, they may be called'],
];

/** Says under the node what became of the contacts of a run, in one sentence that can be read aloud. */
export function tellSummary(
  context: IExecuteFunctions,
  vendor: string,
  items: INodeExecutionData[],
): void {
  const counts = new Map<string, number>();
  for (const { json } of items) {
    const { outcome } = 'outcome' in json ? json : ((json.details ?? {}) as { outcome?: unknown });
    counts.set(String(outcome), (counts.get(String(outcome)) ?? 0) + 1);
  }
  const parts = TOLD.flatMap(([outcomes, inWords]) => {
    const count = outcomes.reduce((sum, outcome) => sum + (counts.get(outcome) ?? 0), 0);
    return count === 0 ? [] : [`${counted(count)} ${inWords(vendor)}`];
  });
  if (parts.length === 0) return;
  const dry = counts.has('dryRun') ? 'Dry run, nothing was sent. ' : '';
  const contacts = items.length === 1 ? '1 contact' : `${counted(items.length)} contacts`;
  const pace = dry === '' ? paceInWords(context, vendor) : undefined;
  const message = `${dry}${contacts}: ${parts.join(', ')}.${pace === undefined ? '' : ` ${pace}`}`;
  context.addExecutionHints({ message, type: 'info' });
}

/** Tells that contacts count as sent to a target that the vendor does not show, which it may do late. */
export function tellNotFound(context: IExecuteFunctions, vendor: string, contacts: number): void {
  context.addExecutionHints({
    message: `${contacts} of these contacts count as sent in an earlier run, and ${vendor} shows nothing of that name. If it was deleted, or is in another account, use another name to call them.`,
    type: 'warning',
  });
}
