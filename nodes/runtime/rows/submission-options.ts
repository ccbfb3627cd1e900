import type { INodeProperties } from 'n8n-workflow';
import { requestsPerSecondOption } from '../http/pace';
import { agentMayCallOption } from '../operation/agent-tool';
import { byName } from '../operation/description';

/**
 * Options of an operation that submits contacts; the same for every vendor.
 *
 * @param phoneRule what counts as a valid phone number until the user says otherwise
 * @param more options of the operation itself; all are shown by name
 */
export function submissionOptions(
  phoneRule: 'china' | 'international',
  ...more: INodeProperties[]
): INodeProperties[] {
  const common = options.map((option) =>
    option.name === 'phoneRule' ? { ...option, default: phoneRule } : option,
  );
  return byName([...common, ...more]);
}

/** The same for an operation that creates a task with all contacts at once: another name is another round. */
export function oneRequestOptions(
  phoneRule: 'china' | 'international',
  ...more: INodeProperties[]
): INodeProperties[] {
  const unused = ['batchSize', 'callAgain', 'lookup', 'waitBeforeAgain'];
  return submissionOptions(phoneRule, ...more).filter(({ name }) => !unused.includes(name));
}

/** A word for a new round. */
export const callAgainOption: INodeProperties = {
  displayName: 'Call Again',
  name: 'callAgain',
  type: 'string',
  default: '',
  placeholder: 'e.g. second round',
  description:
    'A word for a new round: contacts that this node sent before are sent once more for each new word. Leave it empty unless people are to be called again.',
};

/** Whether n8n's memory of contacts already sent counts. */
export const skipSentOption: INodeProperties = {
  displayName: 'Skip Contacts Already Sent',
  name: 'skipSent',
  type: 'boolean',
  default: true,
  description:
    'Whether contacts that this node sent to the same task in an earlier execution are left out. n8n remembers them, also over a restart.',
};

/** How old an uncertain try must be. */
export const waitBeforeAgainOption: INodeProperties = {
  displayName: 'Wait Before Sending Again',
  name: 'waitBeforeAgain',
  type: 'number',
  typeOptions: { minValue: 0, maxValue: 1440 },
  default: 15,
  description:
    'How many minutes must have passed since a request was lost before its contacts are sent again. A lost request may still arrive, and what the vendor shows may lag.',
};

/** Whether outcomes carry their input along. */
export const includeInputOption: INodeProperties = {
  displayName: 'Include Input Fields',
  name: 'includeInput',
  type: 'boolean',
  default: false,
  description: 'Whether each output item also holds the fields of its input item, under "input"',
};

const options: INodeProperties[] = [
  agentMayCallOption,
  {
    displayName: 'Batch Size',
    name: 'batchSize',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 1000 },
    default: 200,
    description:
      'How many contacts go out in one request. Small batches limit what is uncertain when a connection breaks.',
  },
  callAgainOption,
  {
    displayName: 'Dry Run',
    name: 'dryRun',
    type: 'boolean',
    default: false,
    description:
      'Whether to check all contacts and show what would be sent, without sending anything',
  },
  includeInputOption,
  {
    displayName: 'Invalid Contacts',
    name: 'invalidContacts',
    type: 'options',
    options: [
      {
        name: 'Skip and Report',
        value: 'skip',
        description: 'Send the valid contacts; the others come out as rejected, with the reason',
      },
      {
        name: 'Stop Before Sending Anything',
        value: 'stop',
        description: 'Send nothing at all until every row is right',
      },
    ],
    default: 'stop',
    description:
      'What to do when a phone number is invalid, or a contact ID is missing or repeated',
  },
  {
    displayName: 'Look for Earlier Contacts',
    name: 'lookup',
    type: 'options',
    options: [
      {
        name: 'Every Contact',
        value: 'every',
        description: 'Safest, also against other workflows: one more request for each contact',
      },
      {
        name: 'First and Last of Each Batch',
        value: 'ends',
        description: 'Finds a second run over the same rows in the same order',
      },
      {
        name: 'Not at All',
        value: 'none',
        description: 'Fastest: only what this n8n remembers is skipped',
      },
      {
        name: 'Where Needed',
        value: 'auto',
        description:
          'Every contact if the task holds some; first and last of each batch where the vendor does not say, and n8n remembers which contacts were sent',
      },
    ],
    default: 'auto',
    description:
      'Which of your contacts are looked up at the vendor first, so that nobody is called twice. Where the vendor says that it holds none yet, no look is needed.',
  },
  {
    displayName: 'Phone Number Check',
    name: 'phoneRule',
    type: 'options',
    options: [
      {
        name: 'Any Number',
        value: 'any',
        description: 'Everything with 5 to 15 digits',
      },
      {
        name: 'International',
        value: 'international',
        description: 'Numbers with + and country code',
      },
      {
        name: 'Mainland China',
        value: 'china',
        description: 'Mobile and landline numbers, and international ones with + or 00',
      },
      {
        name: 'Own Pattern',
        value: 'pattern',
        description: 'A regular expression, see Phone Number Pattern',
      },
    ],
    default: 'china',
    description: 'Which phone numbers are valid. Vendors drop others without a word.',
  },
  {
    displayName: 'Phone Number Pattern',
    name: 'phonePattern',
    type: 'string',
    default: '',
    placeholder: 'e.g. ^1[3-9]\\d{9}$',
    description:
      'Regular expression a number must match, once blanks and hyphens are removed; used with Phone Number Check set to Own Pattern',
  },
  {
    displayName: 'Reject Repeated Phone Numbers',
    name: 'rejectRepeatedPhones',
    type: 'boolean',
    default: false,
    description:
      'Whether a phone number that comes twice counts as invalid the second time, so that nobody is called for two rows',
  },
  requestsPerSecondOption,
  skipSentOption,
  waitBeforeAgainOption,
];
