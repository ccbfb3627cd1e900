import type { INodeExecutionData, INodeTypeDescription } from 'n8n-workflow';
import { outcomeKind, type CallOutcome, type OutcomeKind } from '../../campaign/call-result';

/** The outputs of a trigger that splits results, in the order of the canvas. */
const OUTPUTS: ReadonlyArray<{ kind: OutcomeKind; name: string }> = [
  { kind: 'answered', name: 'Answered' },
  { kind: 'unreached', name: 'Unreached' },
  { kind: 'refused', name: 'Refused' },
  { kind: 'deadNumber', name: 'Dead Number' },
  { kind: 'other', name: 'Other' },
];

/** n8n evaluates this in the editor: one output, or one per kind of outcome. */
export const OUTPUTS_EXPRESSION: INodeTypeDescription['outputs'] = `={{ $parameter["splitOutcomes"] ? ${JSON.stringify(
  OUTPUTS.map(({ name }) => ({ type: 'main', displayName: name })),
)} : [{ type: 'main' }] }}`;

/** Puts items into the trigger's outputs; what was not understood leaves by the last one. */
export function inOutputs(items: INodeExecutionData[], split: boolean): INodeExecutionData[][] {
  if (!split) return [items];
  return OUTPUTS.map(({ kind }) =>
    items.filter(({ json }) => outcomeKind(json.outcome as CallOutcome) === kind),
  );
}
