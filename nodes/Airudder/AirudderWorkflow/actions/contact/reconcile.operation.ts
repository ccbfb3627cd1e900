import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import { checkPhone } from '../../../../campaign/phone';
import { phoneField } from '../../../../runtime/rows/contact-fields';
import { contactIdFields } from '../../../../runtime/rows/contact-id';
import { inSlices } from '../../../../runtime/rows/in-slices';
import { sameForAll } from '../../../../runtime/fields/expression';
import { valueOfEach } from '../../../../runtime/fields/incoming-field';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { reconcile, reconcileOptions, type Knowledge } from '../../../../sending/reconcile';
import { VENDOR } from '../../../client/credential';
import { account, requiredText, timeout } from '../../../panel/fields';
import { heldContacts } from '../../../resources/instances';
import { instanceSettings, lookBackOption, workflowIdField } from '../../../panel/instance-fields';

/** Options about when a missing contact may be sent again, which cannot be told here. */
const NEVER_SENDABLE = ['triedAtField', 'waitBeforeAgain'];

/** Contact: Reconcile. Vendor page api-154088166 (docs/vendors/airudder.md, C19): one request a contact. */
export const reconcileContacts: BatchOperation = {
  name: 'Reconcile',
  value: 'reconcile',
  action: 'Reconcile contacts',
  description:
    'Say for each incoming contact whether AIRUDDER shows it in a workflow instance; it tells who is there, never that somebody is not',
  fields: [
    workflowIdField,
    ...contactIdFields('Name of the incoming field with the ID under which the contact was sent'),
    {
      displayName: 'Look Up By',
      name: 'lookUpBy',
      type: 'options',
      options: [
        { name: 'Contact ID', value: 'contactId', description: 'As it was sent as case_id' },
        {
          name: 'Phone Number',
          value: 'phone',
          description: 'For contacts that were sent without their ID',
        },
      ],
      default: 'contactId',
      description: 'What AIRUDDER is asked for',
    },
    { ...phoneField, displayOptions: { show: { lookUpBy: ['phone'] } } },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: reconcileOptions(lookBackOption, timeout.option).filter(
        ({ name }) => !NEVER_SENDABLE.includes(name),
      ),
    },
  ],
  async runAll(context) {
    const options = context.getNodeParameter('options', 0, {}) as IDataObject;
    const byPhone = context.getNodeParameter('lookUpBy', 0, 'contactId') === 'phone';
    const settings = {
      ...instanceSettings(options, await account(context)),
      sendCaseId: !byPhone,
    };
    const phoneOf = byPhone ? await checkedPhones(context) : () => '';
    return await reconcile(context, options, {
      vendor: VENDOR,
      settledBy: 'Look for it in the AIRUDDER console',
      targetName: 'workflowId',
      targetOf: sameForAll(context, 'workflowId', (itemIndex) =>
        requiredText(context, 'workflowId', 'Workflow Instance ID', itemIndex),
      ),
      async look(workflowId, contacts) {
        const asked = contacts.map(({ contactId, itemIndex }) => ({
          contactId,
          phone: phoneOf(itemIndex),
          variables: {},
        }));
        const held = await heldContacts(context, workflowId, asked, settings);
        return new Map(
          contacts.map(({ contactId }): [string, Knowledge] => [
            contactId,
            { known: held.has(contactId) ? 'held' : 'notFound' },
          ]),
        );
      },
    });
  },
};

/** Each item's phone number as it was sent. @throws InvalidInput for one that cannot have been */
async function checkedPhones(context: IExecuteFunctions): Promise<(itemIndex: number) => string> {
  const phoneOf = valueOfEach(context, 'phoneField', 'Phone Number Field');
  const phones = await inSlices(context, context.getInputData(), (_, itemIndex) => {
    const check = checkPhone(phoneOf(itemIndex), 'international');
    if (check.ok) return check.phone;
    throw new InvalidInput(
      `[item ${itemIndex}] ${check.reason}`,
      'Give the number as it was sent.',
      itemIndex,
    );
  });
  return (itemIndex) => phones[itemIndex];
}
