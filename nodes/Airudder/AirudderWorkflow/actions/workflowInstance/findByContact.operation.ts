import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import { checkPhone } from '../../../../campaign/phone';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { toText } from '../../../../basics/values';
import { simplify } from '../../../../runtime/fields/simplify';
import { accountZone, momentField, timeout, timeSpan } from '../../../panel/fields';
import { findInstances } from '../../../resources/instances';

/** Workflow Instance: Find by Contact. Vendor page api-154088166 (docs/vendors/airudder.md, C19). */
export const findInstancesByContact: ItemOperation = {
  name: 'Find by Contact',
  value: 'findByContact',
  action: 'Find workflow instances by contact',
  description: 'Find the workflow instances that hold a contact, by its ID or phone number',
  fields: [
    {
      displayName: 'Contact ID',
      name: 'contactId',
      type: 'string',
      default: '',
      placeholder: 'e.g. {{ $json.contactId }}',
      description: 'Your own ID of the row, sent as case_id. This or Phone Number is needed.',
    },
    {
      displayName: 'Phone Number',
      name: 'phone',
      type: 'string',
      default: '',
      placeholder: 'e.g. +12025550123',
      description: 'The number with + and country code. This or Contact ID is needed.',
    },
    momentField(
      'Start',
      'start',
      'From when on the contact may have been handed over. Sent as the clock shows it in the time zone of the account, see the credential.',
    ),
    momentField(
      'End',
      'end',
      'Until when the contact may have been handed over. Sent as the clock shows it in the time zone of the account, see the credential.',
    ),
    simplify,
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const contactId = toText(context.getNodeParameter('contactId', itemIndex, ''));
    const typedPhone = toText(context.getNodeParameter('phone', itemIndex, ''));
    if (contactId === null && typedPhone === null) {
      throw new InvalidInput(
        '"Contact ID" and "Phone Number" are both empty',
        'Give one of them. An expression may have found no value.',
      );
    }
    const phone = typedPhone === null ? undefined : checkedPhone(typedPhone);
    const { workflowIds, data } = await findInstances(
      context,
      { caseId: contactId ?? undefined, callee: phone, ...timeSpan(context, itemIndex) },
      { zone: await accountZone(context), timeoutMs: timeout.milliseconds(options) },
    );
    const simple = context.getNodeParameter('simplify', itemIndex, true) === true;
    return [
      {
        json: simple
          ? { contactId, phone: phone ?? null, found: workflowIds.length > 0, workflowIds }
          : { data: data as IDataObject },
      },
    ];
  },
};

function checkedPhone(typed: string): string {
  const check = checkPhone(typed, 'international');
  if (check.ok) return check.phone;
  throw new InvalidInput(
    `"Phone Number" can't be used: ${check.reason}`,
    'Give the number as it was sent.',
  );
}
