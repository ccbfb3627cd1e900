import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { flag, wholeNumber } from '../../runtime/fields/option-values';
import type { AirudderAccount } from '../client/credential';
import { timeout } from './fields';
import type { InstanceSettings } from '../resources/instances';

/** Names an existing instance; AIRUDDER publishes no list of them. */
export const workflowIdField: INodeProperties = {
  displayName: 'Workflow Instance ID',
  name: 'workflowId',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. {{ $json.workflowId }}',
  description: 'The ID that Workflow Instance: Create returned, or that the AIRUDDER console shows',
};

/** Where your own ID of a row goes. */
export const CONTACT_ID_DESCRIPTION =
  'Name of the incoming field that holds your own ID of the row, unique in its instance. It is sent as case_id, and results come back under it.';

/** How far back contacts are looked for. */
export const lookBackOption: INodeProperties = {
  displayName: 'Look Back',
  name: 'lookBackDays',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 365 },
  default: 30,
  description: 'How many days back AIRUDDER is asked for contacts it may hold already',
};

/** Options for handing contacts to an instance. */
export const contactIdOptions: INodeProperties[] = [
  {
    displayName: 'Check Afterwards',
    name: 'checkAfterwards',
    type: 'boolean',
    default: false,
    description:
      'Whether each contact is looked up once all are sent, so that those AIRUDDER dropped without a word come out as notTaken. It does not say how many contacts an instance holds, so this takes one request each.',
  },
  lookBackOption,
  {
    displayName: 'Send Contact ID',
    name: 'sendCaseId',
    type: 'boolean',
    default: true,
    description:
      'Whether the contact ID goes along as case_id. AIRUDDER returns it in results but does not document that it takes it; turned off, contacts are told apart by their phone number only.',
  },
];

/** What these options say. */
export function instanceSettings(
  options: IDataObject,
  { zone, baseUrl, appKey }: AirudderAccount,
): InstanceSettings {
  return {
    zone,
    account: `${baseUrl} ${appKey}`,
    timeoutMs: timeout.milliseconds(options),
    sendCaseId: flag(options, 'sendCaseId', 'Send Contact ID', true),
    lookBackDays: wholeNumber(options, 'lookBackDays', 'Look Back', {
      byDefault: 30,
      least: 1,
      most: 365,
    }),
  };
}
