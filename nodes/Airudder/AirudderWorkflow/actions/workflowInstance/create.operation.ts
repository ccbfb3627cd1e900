import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import { handOver } from '../../../../sending/hand-over';
import { inSlices } from '../../../../runtime/rows/in-slices';
import { sameForAll } from '../../../../runtime/fields/expression';
import { isDryRun, reasonOfDryRun } from '../../../../runtime/operation/agent-tool';
import { toNodeError } from '../../../../runtime/operation/errors';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { errorItem } from '../../../../runtime/operation/router';
import { rememberedName, runMemory, targetMemory } from '../../../../sending/run-memory';
import { tried } from '../../../../basics/tried';
import { VENDOR } from '../../../client/credential';
import { account, moment, moreFields, requiredText } from '../../../panel/fields';
import { createInstance, type NewInstance } from '../../../resources/create-instance';
import { refuseTooMany } from '../../../resources/instance-limit';
import { instanceContact, newInstanceVendor } from '../../../resources/instance-vendor';
import { createInstanceFields } from './create.fields';
import { HANDOVER_WORDS } from '../../../panel/handover';
import { instanceSettings } from '../../../panel/instance-fields';
import { clock } from '../../../../runtime/clock';
import { handoverOptions } from '../../../../runtime/rows/handover-options';

/** Workflow Instance: Create. Vendor page api-45238811 (docs/vendors/airudder.md, C1). */
export const createWorkflowInstance: BatchOperation = {
  name: 'Create',
  value: 'create',
  action: 'Create workflow instance',
  description:
    'Start a workflow from a template, with all incoming items as its first contacts: this places real calls',
  fields: createInstanceFields,
  async runAll(context) {
    const options = handoverOptions(context);
    const settings = instanceSettings(options, await account(context));
    const nameOf = rememberedName(
      runMemory(context),
      sameForAll(context, 'name', (itemIndex) =>
        requiredText(context, 'name', 'Name', itemIndex, 'Give the instance a name.'),
      ),
    );
    if (context.getNodeParameter('contacts', 0, 'all') === 'none') {
      return await emptyInstances(context, options, settings, nameOf);
    }
    return await handOver(context, options, {
      vendor: VENDOR,
      rules: { phoneRule: 'international' },
      targetOf: nameOf,
      open(name, entries, memory) {
        refuseTooMany(
          memory.targetId ?? name,
          entries.map(({ contact }) => contact),
        );
        const instance = newInstance(context, entries[0].itemIndex, name);
        return {
          vendor: newInstanceVendor(context, instance, { ...settings, memory }),
          facts: () => ({ workflowId: memory.targetId ?? null, name }),
          isFound: () => memory.targetId !== undefined,
        };
      },
      wouldSend: (contact) => instanceContact(contact, settings.sendCaseId),
      lookup: 'none',
      batchSize: { byDefault: 200, most: 1000 },
      words: {
        ...HANDOVER_WORDS,
        again:
          'Running this node again under the same name goes on in this instance where AIRUDDER tells which it is, and sends an unknown contact only if AIRUDDER would show it and does not.',
      },
    });
  },
};

/** One empty instance for each item. All are checked first; one that an earlier try created is not created again. */
async function emptyInstances(
  context: IExecuteFunctions,
  options: IDataObject,
  settings: { zone: string; timeoutMs: number },
  nameOf: (itemIndex: number) => string,
): Promise<INodeExecutionData[]> {
  const run = runMemory(context);
  const instances = await inSlices(context, context.getInputData(), (_, itemIndex) =>
    newInstance(context, itemIndex, nameOf(itemIndex)),
  );
  const dryRun = isDryRun(context, options);
  const output: INodeExecutionData[] = [];
  for (const [itemIndex, instance] of instances.entries()) {
    const { name, templateId } = instance;
    if (dryRun) {
      const because = reasonOfDryRun(context, options);
      const json = { outcome: 'dryRun', ...because, workflowId: null, name, templateId };
      output.push({ json, pairedItem: { item: itemIndex } });
      continue;
    }
    const memory = targetMemory(run, `item ${itemIndex}`);
    const created = await tried(
      memory.targetId === undefined
        ? createInstance(context, instance, [], settings)
        : Promise.resolve(memory.targetId),
    );
    if (created.ok) {
      memory.targetId = created.value;
      const json = { workflowId: created.value, name };
      output.push({ json, pairedItem: { item: itemIndex } });
      continue;
    }
    const error = toNodeError(context.getNode(), created.error, itemIndex);
    if (!context.continueOnFail()) throw withCreated(error, output);
    output.push(errorItem(error, itemIndex));
  }
  return output;
}

/** Names the instances that exist already, since AIRUDDER has no public call that lists them. */
function withCreated<T extends { description?: string | null }>(
  error: T,
  output: INodeExecutionData[],
): T {
  if (output.length === 0) return error;
  const ids = output.map(({ json }) => String(json.workflowId)).join(', ');
  error.description = `${error.description ?? ''} Created before: ${ids}.`.trim();
  return error;
}

function newInstance(context: IExecuteFunctions, itemIndex: number, name: string): NewInstance {
  const options = handoverOptions(context, itemIndex);
  const endMs = moment(context, 'end', 'End', itemIndex);
  if (endMs <= clock().now()) {
    throw new InvalidInput('"End" lies in the past', 'The instance would never call anybody.');
  }
  const templateId = Number(requiredText(context, 'templateId', 'Workflow Template ID', itemIndex));
  if (!Number.isSafeInteger(templateId) || templateId < 0) {
    throw new InvalidInput(
      '"Workflow Template ID" is not a whole number',
      'Copy the number that the AIRUDDER console shows for the template.',
      itemIndex,
    );
  }
  const named: Array<[key: string, value: unknown]> = [
    ['auto_finish', options.autoFinish],
    ['workflow_name', options.workflowName],
    ['workflow_template_name', options.templateName],
  ];
  const given = named.filter(([, value]) => value !== undefined && value !== '');
  return {
    templateId,
    name,
    endMs,
    more: { ...Object.fromEntries(given), ...moreFields(options) } as IDataObject,
  };
}
