import type {
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeProperties,
} from 'n8n-workflow';
import type { Refusal } from '../../campaign/guards/guard';
import { clock } from '../clock';
import { isCalledByAgent } from '../operation/agent-tool';
import type { SortOperation } from '../operation/operation';
import { phoneField } from '../rows/contact-fields';
import { refusalFacts } from '../rows/contact-outcomes';
import { contactIdFields } from '../rows/contact-id';
import { prepareContacts } from '../rows/prepare-contacts';
import { submissionOptions } from '../rows/submission-options';
import { guardsField } from './fields';
import { guardContacts } from './guarded-contacts';

/**
 * Contact: Check. Sorts contacts by whether they can be called now; nothing is sent and no vendor is asked. Rows keep
 * their fields; those left out say why under `check`.
 *
 * @param phoneRule what counts as a valid phone number until the user says otherwise
 */
export function checkContacts(phoneRule: 'china' | 'international'): SortOperation {
  return {
    name: 'Check',
    value: 'check',
    action: 'Check contacts',
    description: 'Sort all incoming items by whether they can be called now; nobody is called',
    outputs: ['Can Be Called', 'Not Now', 'Never'],
    fields: [
      ...contactIdFields('Name of the incoming field that holds your own ID of the row'),
      phoneField,
      guardsField,
      {
        displayName: 'Options',
        name: 'options',
        type: 'collection',
        placeholder: 'Add Option',
        default: {},
        options: phoneOptions(phoneRule),
      },
    ],
    async runSorted(context) {
      return await sortedContacts(context, phoneRule);
    },
  };
}

/** Those options of an operation that submits contacts which concern phone numbers. */
function phoneOptions(phoneRule: 'china' | 'international'): INodeProperties[] {
  const names = ['phoneRule', 'phonePattern', 'rejectRepeatedPhones'];
  return submissionOptions(phoneRule).filter(({ name }) => names.includes(name));
}

async function sortedContacts(
  context: IExecuteFunctions,
  phoneRule: 'china' | 'international',
): Promise<INodeExecutionData[][]> {
  const options = context.getNodeParameter('options', 0, {}) as IDataObject;
  const items = context.getInputData();
  const prepared = await prepareContacts(context, options, { phoneRule, withoutVariables: true });
  const valid = prepared.filter((entry) => 'contact' in entry);
  const now = clock().now();
  const run = { startedAt: now, calledTogether: new Map<string, Set<string>>() };
  const rule = String(options.phoneRule ?? phoneRule);
  const guards = await guardContacts(context, rule, valid, run);

  const kept = new Map(
    guards?.split(valid).kept.map(({ itemIndex, refusal }) => [itemIndex, refusal]),
  );

  const [callable, notNow, never]: INodeExecutionData[][] = [[], [], []];
  const refusals: Refusal[] = [];
  const put = (output: INodeExecutionData[], itemIndex: number, check?: IDataObject) => {
    const item = items[itemIndex];
    const json = check === undefined ? item.json : { ...item.json, check };
    output.push({ ...item, json, pairedItem: { item: itemIndex } });
  };
  for (const entry of prepared) {
    if ('reason' in entry) {
      put(never, entry.itemIndex, { outcome: 'rejected', reason: entry.reason });
      continue;
    }
    const { itemIndex } = entry;
    const refusal =
      kept.get(itemIndex) ?? ('contact' in entry ? guards?.refusal(entry.contact) : undefined);
    if (refusal === undefined) {
      put(callable, itemIndex);
      continue;
    }
    refusals.push(refusal);
    put(refusal.outcome === 'notNow' ? notNow : never, itemIndex, refusalFacts(refusal));
  }
  guards?.tell(items.length, refusals, prepared.length - valid.length);
  // An agent is shown the first output only.
  if (isCalledByAgent(context)) return [[...callable, ...notNow, ...never], [], []];
  return [callable, notNow, never];
}
