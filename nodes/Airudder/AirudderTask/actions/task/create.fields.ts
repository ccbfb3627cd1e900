import type { INodeProperties } from 'n8n-workflow';
import { phoneField, variableFields } from '../../../../runtime/rows/contact-fields';
import { guardsOfNewNodes } from '../../../../runtime/guards/fields';
import { oneRequestOptions } from '../../../../runtime/rows/submission-options';
import { contactIdFields } from '../../../../runtime/rows/contact-id';
import { incomingField } from '../../../../runtime/fields/incoming-field';
import { momentField, moreFieldsOption, timeout } from '../../../panel/fields';
import { before, since, TWO_RANKS_SINCE } from '../../../../runtime/operation/versions';
import { customerDataField } from '../../../panel/customer-data';
import { robotLocator, sipLineLocator } from '../../../panel/locators';
import { optionsInTwoRanks } from '../../../../runtime/rows/handover-options';

const collection = {
  show: { vertical: ['collection'], ...before(TWO_RANKS_SINCE) },
};
const mappedCollection = {
  show: { vertical: ['collection'], ...since(TWO_RANKS_SINCE) },
};
const otherVerticals = { show: { vertical: ['marketing', 'infoCheck'] } };

const collectionFields: INodeProperties[] = [
  incomingField({
    displayName: 'Name Field',
    name: 'debtorField',
    required: true,
    default: 'name',
    description: "Name of the incoming field that holds the customer's name (Debtor)",
  }),
  incomingField({
    displayName: 'Loan Date Field',
    name: 'loanDateField',
    required: true,
    default: 'loan_date',
    description:
      'Name of the incoming field with the day of the loan (LoanDate), as 2026-03-01. It must lie before the due date.',
  }),
  incomingField({
    displayName: 'Due Date Field',
    name: 'dueDateField',
    required: true,
    default: 'due_date',
    description: 'Name of the incoming field with the day payment is due (DueDate), as 2026-03-31',
  }),
  incomingField({
    displayName: 'Loan Amount Field',
    name: 'loanAmountField',
    required: true,
    default: 'loan_amount',
    description: 'Name of the incoming field with the amount lent (LoanAmount), a number',
  }),
  incomingField({
    displayName: 'Arrears Field',
    name: 'arrearsField',
    required: true,
    default: 'arrears',
    description:
      'Name of the incoming field with the amount owed (Arrears), a number above 0. AIRUDDER takes 0 as settled.',
  }),
  {
    displayName: 'Currency',
    name: 'currency',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Rupiah',
    description: 'The word that the robot says for the currency (Unit)',
  },
  {
    displayName: 'Platform',
    name: 'platform',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. ACME Loans',
    description: 'Your brand, as the robot says it (Platform)',
  },
].map((field) => ({ ...field, displayOptions: collection }) as INodeProperties);

const otherFields: INodeProperties[] = [
  {
    displayName: 'Phone Number Key',
    name: 'phoneKey',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Mobile',
    description:
      "AIRUDDER's name for the phone number in this vertical. It is not public; the vendor's page or your contact at AIRUDDER knows it.",
    displayOptions: otherVerticals,
  },
  {
    displayName: 'Contact ID Key',
    name: 'contactIdKey',
    type: 'string',
    required: true,
    default: 'Comments',
    placeholder: 'e.g. Comments',
    description:
      "AIRUDDER's name for your own reference in this vertical. In Collection it is Comments, and results return it under that name.",
    displayOptions: otherVerticals,
  },
];

/** Fields of Task: Create in the order a person thinks: the task, its contacts, what each is told. */
export const createTaskFields: INodeProperties[] = [
  {
    displayName: 'Task Name',
    name: 'taskName',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Reminder, week 9',
    description:
      'Name of the new task, which says which campaign it is. A name can be used once in an account; keep it when you run the same list again, so that nobody is called twice. An expression may spread the items over several tasks.',
  },
  {
    displayName: 'Robot Method',
    name: 'robotMethod',
    type: 'options',
    options: [
      { name: 'Group of Robots', value: 'group' },
      { name: 'Single Robot', value: 'single' },
    ],
    default: 'single',
    description: 'Whether Robot is one robot or a group of them',
  },
  robotLocator,
  {
    displayName: 'SIP Line',
    name: 'sipLine',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. MY_LINE',
    description: 'Name of the line that calls, as AIRUDDER set it up for you',
    displayOptions: { show: before(TWO_RANKS_SINCE) },
  },
  {
    ...sipLineLocator,
    displayOptions: { show: since(TWO_RANKS_SINCE) },
  },
  momentField(
    'Start',
    'start',
    'From when on customers are called. Sent as the clock shows it in the time zone of the account, see the credential.',
  ),
  momentField(
    'End',
    'end',
    'Until when customers are called. Sent as the clock shows it in the time zone of the account, see the credential.',
  ),
  {
    displayName: 'Repeat Number',
    name: 'repeatNumber',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 1,
    description:
      'How often a customer who is not reached is called (RepeatNumber). AIRUDDER does not say whether the first call counts.',
  },
  {
    displayName: 'Repeat Interval',
    name: 'repeatInterval',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 10,
    description:
      'How long to wait before calling again (RepeatInterval). AIRUDDER does not say in which unit; its example is 10.',
  },
  {
    displayName: 'Vertical',
    name: 'vertical',
    type: 'options',
    options: [
      { name: 'Collection', value: 'collection' },
      { name: 'Info Check', value: 'infoCheck' },
      { name: 'Telemarketing & E-Commerce', value: 'marketing' },
    ],
    default: 'collection',
    description: 'What your account is for; it decides which fields a contact has',
  },
  ...contactIdFields(
    'Name of the incoming field that holds your own ID of the row, unique in its task. Results come back under it.',
  ),
  phoneField,
  ...otherFields,
  ...collectionFields,
  { ...customerDataField, displayOptions: mappedCollection },
  ...variableFields,
  guardsOfNewNodes,
  ...optionsInTwoRanks(oneRequestOptions('international', moreFieldsOption, timeout.option)),
];
