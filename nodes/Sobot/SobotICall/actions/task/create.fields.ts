import type { INodeProperties } from 'n8n-workflow';
import { callerNumberLocator, templateLocator } from '../../../panel/locators';
import { timeoutOption } from '../../../panel/timeout';

/** The times of day at which a task calls. */
export const callingHoursField: INodeProperties = {
  displayName: 'Calling Hours',
  name: 'callingHours',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true },
  placeholder: 'Add Time Range',
  default: { range: [{ from: '09:00', to: '20:00' }] },
  description:
    'The times of day at which customers are called, every day. Sobot does not say in which time zone; China time is to be expected.',
  options: [
    {
      displayName: 'Time Range',
      name: 'range',
      values: [
        {
          displayName: 'From',
          name: 'from',
          type: 'string',
          default: '09:00',
          placeholder: 'e.g. 09:00',
          description: 'First minute of the range, from 00:00 to 23:59',
        },
        {
          displayName: 'To',
          name: 'to',
          type: 'string',
          default: '20:00',
          placeholder: 'e.g. 20:00',
          description: 'Last minute of the range; later than From, on the same day',
        },
      ],
    },
  ],
};

/** How old a try to create the task must be before its not being shown counts. */
export const waitBeforeCreatingOption: INodeProperties = {
  displayName: 'Wait Before Creating Again',
  name: 'waitBeforeAgain',
  type: 'number',
  typeOptions: { minValue: 0, maxValue: 1440 },
  default: 15,
  description:
    'With Use the Existing Task: how many minutes must have passed since this node created the task, or may have, before it creates another because Sobot shows none. Sobot may show it late.',
};

/** The fields of Task: Create: the vendor's table of operation 2.5 in people's terms. */
export const createTaskFields: INodeProperties[] = [
  {
    displayName: 'Task Name',
    name: 'taskName',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Shipping delay, week 9',
    description: 'How the task is called in the Sobot console; names need not be unique',
  },
  templateLocator,
  callerNumberLocator,
  {
    displayName: 'Robots',
    name: 'robots',
    type: 'number',
    typeOptions: { minValue: 1 },
    required: true,
    default: 1,
    description: 'How many robots call at the same time; at most the free robots of the account',
  },
  {
    displayName: 'Validity',
    name: 'validity',
    type: 'options',
    options: [
      {
        name: 'Custom Period',
        value: 'custom',
        description: 'The task calls between a start and an end',
      },
      {
        name: 'Permanent',
        value: 'permanent',
        description: 'The task stays open; contacts can be added at any time',
      },
    ],
    default: 'permanent',
    description: 'How long the task places calls',
  },
  {
    displayName: 'Start',
    name: 'start',
    type: 'dateTime',
    displayOptions: { show: { validity: ['custom'] } },
    required: true,
    default: '',
    description:
      'When the task begins, in the time zone of the workflow unless the value says another',
  },
  {
    displayName: 'End',
    name: 'end',
    type: 'dateTime',
    displayOptions: { show: { validity: ['custom'] } },
    required: true,
    default: '',
    description:
      'When the task ends, in the time zone of the workflow unless the value says another',
  },
  callingHoursField,
  {
    displayName: 'Result Push URL',
    name: 'pushUrl',
    type: 'string',
    default: '',
    placeholder: 'e.g. https://n8n.example.com/webhook/…/sobot?campaign=week-9',
    hint: 'The production URL of a Sobot iCall Trigger in a published workflow',
    description:
      'Where Sobot sends each result. It cannot be changed later. Query parameters such as campaign=week-9 come back with every result.',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: [
      {
        displayName: 'Allow Export',
        name: 'allowExport',
        type: 'boolean',
        default: true,
        description: 'Whether the calls of this task may be exported in the Sobot console',
      },
      {
        displayName: 'If the Name Is Taken',
        name: 'nameTaken',
        type: 'options',
        options: [
          {
            name: 'Create Another Task',
            value: 'create',
            description: 'Sobot allows several tasks of one name',
          },
          {
            name: 'Use the Existing Task',
            value: 'use',
            description:
              'The one task of this name that is not over; so the workflow can run again without a second task',
          },
        ],
        default: 'create',
        description:
          'What to do when the account has a task of this name already. With a second task, contacts of the first one count as new.',
      },
      {
        displayName: 'More Caller Number Names or IDs',
        name: 'moreCallerNumbers',
        type: 'multiOptions',
        typeOptions: { loadOptionsMethod: 'getCallerNumbers' },
        default: [],
        description:
          'Further numbers that call beside the caller number. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
      },
      {
        displayName: 'Number Masking',
        name: 'numberMasking',
        type: 'options',
        options: [
          { name: 'Hide Last Four Digits', value: 1 },
          { name: 'Hide Middle Four Digits', value: 2 },
          { name: 'Off', value: 0 },
        ],
        default: 0,
        description:
          'Whether phone numbers are masked in the console and in results; masked results can only be matched by contact ID',
      },
      {
        displayName: 'Push Results',
        name: 'pushWhen',
        type: 'options',
        options: [
          { name: 'After the Call Ended', value: 2 },
          { name: 'After Transfer to a Human', value: 1 },
        ],
        default: 2,
        description: 'When a result goes to the result push URL',
      },
      timeoutOption,
      waitBeforeCreatingOption,
    ],
  },
];
