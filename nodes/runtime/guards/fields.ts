import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { attemptsField } from './attempts';
import { callingHoursField } from './calling-hours';
import { consentField } from './consent';
import { countryCodeField } from './country-code';
import { doNotCallField } from './do-not-call';
import { GUARDED_SINCE, since } from '../operation/versions';

/** Who is never called, and when: the same for every operation that places calls. */
export const guardsField: INodeProperties = {
  displayName: 'Guards',
  name: 'guards',
  type: 'collection',
  placeholder: 'Add Guard',
  default: { attempts: attemptsField.default, callingHours: callingHoursField.default },
  description:
    'Who is not called, or not now. Such contacts come out as notAllowed, or as notNow with the time from which they may be called. Remove a guard to turn it off.',
  options: [attemptsField, callingHoursField, consentField, countryCodeField, doNotCallField],
};

/** The same, in nodes of the versions that have it. */
export const guardsOfNewNodes: INodeProperties = {
  ...guardsField,
  displayOptions: { show: since(GUARDED_SINCE) },
};

/** The inputs of a node with guards: contacts, and the do-not-call list where one is wanted. n8n evaluates this. */
export const GUARDED_INPUTS: INodeTypeDescription['inputs'] =
  '={{ $parameter["guards"]?.["doNotCall"]?.["list"]?.["fromInput"] === true ? [{ type: "main", displayName: "Contacts" }, { type: "main", displayName: "Do Not Call" }] : [{ type: "main" }] }}';
