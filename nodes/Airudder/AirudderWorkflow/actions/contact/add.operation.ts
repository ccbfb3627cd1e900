import { handOver } from '../../../../sending/hand-over';
import { contactFields } from '../../../../runtime/rows/contact-fields';
import { guardsOfNewNodes } from '../../../../runtime/guards/fields';
import { submissionOptions } from '../../../../runtime/rows/submission-options';
import { contactIdFields } from '../../../../runtime/rows/contact-id';
import { sameForAll } from '../../../../runtime/fields/expression';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { VENDOR } from '../../../client/credential';
import { account, requiredText, timeout } from '../../../panel/fields';
import { refuseTooMany } from '../../../resources/instance-limit';
import { instanceContact, instanceVendor } from '../../../resources/instance-vendor';
import {
  CONTACT_ID_DESCRIPTION,
  contactIdOptions,
  instanceSettings,
  workflowIdField,
} from '../../../panel/instance-fields';
import { HANDOVER_WORDS } from '../../../panel/handover';
import { handoverOptions, optionsInTwoRanks } from '../../../../runtime/rows/handover-options';

/** Contact: Add. docs/vendors/airudder.md, C3. */
export const addContacts: BatchOperation = {
  name: 'Add',
  value: 'add',
  action: 'Add contacts',
  description:
    'Hand all incoming items to a workflow instance, which then calls or messages them: this places real calls',
  fields: [
    workflowIdField,
    ...contactIdFields(CONTACT_ID_DESCRIPTION),
    ...contactFields,
    guardsOfNewNodes,
    ...optionsInTwoRanks(submissionOptions('international', ...contactIdOptions, timeout.option)),
  ],
  async runAll(context) {
    const options = handoverOptions(context);
    const settings = instanceSettings(options, await account(context));
    const instanceOf = sameForAll(context, 'workflowId', (itemIndex) =>
      requiredText(context, 'workflowId', 'Workflow Instance ID', itemIndex),
    );
    return await handOver(context, options, {
      vendor: VENDOR,
      rules: { phoneRule: 'international' },
      targetOf: instanceOf,
      open(workflowId, entries) {
        refuseTooMany(
          workflowId,
          entries.map(({ contact }) => contact),
        );
        return {
          vendor: instanceVendor(context, workflowId, settings),
          facts: () => ({ workflowId }),
        };
      },
      wouldSend: (contact) => instanceContact(contact, settings.sendCaseId),
      batchSize: { byDefault: 200, most: 1000 },
      words: {
        ...HANDOVER_WORDS,
        again:
          'Running this node again over the same rows looks each unknown contact up, and sends it only if AIRUDDER would show it and does not.',
      },
    });
  },
};
