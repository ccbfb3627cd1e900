import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { tellSummary } from '../../nodes/sending/run-summary';

/** What is said under the node, of these items. */
function hintsOf(items: INodeExecutionData[]): Array<{ message: string; type: string }> {
  const hints: Array<{ message: string; type: string }> = [];
  const context = {
    getWorkflow: () => ({ id: 'w' }),
    getExecutionId: () => 'nobody sends',
    getNode: () => ({ id: 'n' }),
    addExecutionHints: (...more: typeof hints) => hints.push(...more),
  } as unknown as IExecuteFunctions;
  tellSummary(context, 'Sobot', items);
  return hints;
}

const said = (...outcomes: string[]) => hintsOf(outcomes.map((outcome) => ({ json: { outcome } })));

describe('what became of a run, under its node', () => {
  it.each([
    ['dryRun', 'Dry run, nothing was sent. 1 contact: 1 would be handed over to Sobot.'],
    ['submitted', '1 contact: 1 handed over to Sobot.'],
    ['alreadySubmitted', '1 contact: 1 there already and not called again.'],
    ['notNow', '1 contact: 1 left out by guards.'],
    ['notAllowed', '1 contact: 1 left out by guards.'],
    ['rejected', '1 contact: 1 with a wrong row.'],
    ['notTaken', '1 contact: 1 not taken by Sobot.'],
    ['refused', '1 contact: 1 not taken by Sobot.'],
    ['notSent', '1 contact: 1 not sent.'],
    ['unknown', '1 contact: 1 unknown, they may be called.'],
  ])('%s: %s', (outcome, message) => {
    expect(said(outcome)).toEqual([{ message, type: 'info' }]);
  });

  it('tells what matters first, and takes together what is alike', () => {
    const [{ message }] = said(
      'unknown',
      'refused',
      'notNow',
      'submitted',
      'notTaken',
      'submitted',
    );
    expect(message).toBe(
      '6 contacts: 2 handed over to Sobot, 1 left out by guards, 2 not taken by Sobot, 1 unknown, they may be called.',
    );
  });

  it('counts the contacts of items that failed', () => {
    const failed = [
      { json: { error: 'no reply', details: { outcome: 'notSent' } } },
      { json: { error: 'odd' } },
    ];
    expect(hintsOf(failed)).toMatchObject([{ message: '2 contacts: 1 not sent.' }]);
  });

  it('is nothing where nothing happened', () => {
    expect(said()).toEqual([]);
    expect(said('odd')).toEqual([]);
  });
});
