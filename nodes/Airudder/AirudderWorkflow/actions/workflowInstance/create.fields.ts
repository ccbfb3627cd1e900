import type { INodeProperties } from 'n8n-workflow';
import { byName } from '../../../../runtime/operation/description';
import { contactFields } from '../../../../runtime/rows/contact-fields';
import { guardsOfNewNodes } from '../../../../runtime/guards/fields';
import { contactIdFields } from '../../../../runtime/rows/contact-id';
import { submissionOptions } from '../../../../runtime/rows/submission-options';
import { momentField, moreFieldsOption, timeout } from '../../../panel/fields';
import { CONTACT_ID_DESCRIPTION, contactIdOptions } from '../../../panel/instance-fields';
import { optionsInTwoRanks } from '../../../../runtime/rows/handover-options';

const withContacts = { show: { contacts: ['all'] } };

/** Fields of Workflow Instance: Create: the instance, then its contacts. */
export const createInstanceFields: INodeProperties[] = [
  {
    displayName: 'Workflow Template ID',
    name: 'templateId',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. 123',
    description:
      'Number of the template, as the AIRUDDER console shows it. AIRUDDER does not publish how to list templates.',
  },
  {
    displayName: 'Name',
    name: 'name',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Spring promo, week 9',
    description:
      'Name of the new instance. An expression may spread the items over several instances.',
  },
  momentField(
    'End',
    'end',
    'When the instance ends. Sent as the clock shows it in the time zone of the account, see the credential.',
  ),
  {
    displayName: 'First Contacts',
    name: 'contacts',
    type: 'options',
    options: [
      {
        name: 'All Incoming Items',
        value: 'all',
        description: 'Each item is one contact of the new instance',
      },
      {
        name: 'None Yet',
        value: 'none',
        description: 'One empty instance for each item; Contact: Add fills it',
      },
    ],
    default: 'all',
    description: 'Who is in the instance from the beginning',
  },
  ...[...contactIdFields(CONTACT_ID_DESCRIPTION), ...contactFields, guardsOfNewNodes].map(
    (field) => ({
      ...field,
      displayOptions: { show: { ...withContacts.show, ...field.displayOptions?.show } },
    }),
  ),
  ...optionsInTwoRanks(
    byName([
      moreFieldsOption,
      {
        displayName: 'Auto Finish',
        name: 'autoFinish',
        type: 'number',
        default: 2,
        description:
          'The value of auto_finish. AIRUDDER takes 2 when it is left out and does not say what the values mean.',
      },
      ...submissionOptions('international').filter(({ name }) => name !== 'lookup'),
      ...contactIdOptions,
      timeout.option,
      {
        displayName: 'Workflow Name',
        name: 'workflowName',
        type: 'string',
        default: '',
        placeholder: 'e.g. spring-promo',
        description:
          'The value of workflow_name. AIRUDDER does not say how it differs from the name.',
      },
      {
        displayName: 'Workflow Template Name',
        name: 'templateName',
        type: 'string',
        default: '',
        placeholder: 'e.g. Promo',
        description: 'The value of workflow_template_name, which is not needed',
      },
    ]),
  ),
];
