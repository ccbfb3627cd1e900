import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Contact } from '../../../../campaign/contact';
import { sameForAll } from '../../../../runtime/fields/expression';
import { valueOfEach } from '../../../../runtime/fields/incoming-field';
import type { ContactRules } from '../../../../runtime/rows/prepare-contacts';
import { requiredText } from '../../../panel/fields';

const DAY = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Parameters that name incoming fields in the vertical Collection. */
const COLLECTION_FIELDS = [
  'debtorField',
  'loanDateField',
  'dueDateField',
  'loanAmountField',
  'arrearsField',
];

/** What the chosen vertical demands of contacts, and reads from the items (docs/vendors/airudder.md, A1). */
export function contactRulesFor(context: IExecuteFunctions): ContactRules {
  if (!isCollection(context)) return { phoneRule: 'international' };
  const debtor = valueOfEach(context, 'debtorField', 'Name Field');
  const loanDate = valueOfEach(context, 'loanDateField', 'Loan Date Field');
  const dueDate = valueOfEach(context, 'dueDateField', 'Due Date Field');
  const loanAmount = valueOfEach(context, 'loanAmountField', 'Loan Amount Field');
  const arrears = valueOfEach(context, 'arrearsField', 'Arrears Field');
  const textOf = (name: string, displayName: string) =>
    sameForAll(context, name, (itemIndex) => requiredText(context, name, displayName, itemIndex));
  const currency = textOf('currency', 'Currency');
  const platform = textOf('platform', 'Platform');

  return {
    phoneRule: 'international',
    alsoUsed: COLLECTION_FIELDS,
    fieldsOf(itemIndex) {
      const name = String(debtor(itemIndex) ?? '').trim();
      const lent = dayOf(loanDate(itemIndex));
      const due = dayOf(dueDate(itemIndex));
      const amount = numberOf(loanAmount(itemIndex));
      const owed = numberOf(arrears(itemIndex));
      if (name === '') return 'the name is missing';
      if (lent === undefined) return `the loan date is no day such as 2026-03-01`;
      if (due === undefined) return `the due date is no day such as 2026-03-31`;
      if (lent >= due) return `the loan date ${lent} does not lie before the due date ${due}`;
      if (amount === undefined) return 'the loan amount is not a number';
      if (owed === undefined) return 'the amount owed is not a number';
      if (owed <= 0) return 'the amount owed is not above 0, which AIRUDDER takes as settled';
      return {
        Debtor: name,
        LoanDate: lent,
        DueDate: due,
        LoanAmount: amount,
        Arrears: owed,
        Unit: currency(itemIndex),
        Platform: platform(itemIndex),
      };
    },
  };
}

/** How contacts are written under the names of the chosen vertical. */
export interface ContactWriter {
  /** The vendor's name for the contact id. */
  contactIdKey: string;
  /** Variables become further fields. */
  write(contact: Contact): IDataObject;
}

/** The writer for the chosen vertical. @throws InvalidInput when a name is missing */
export function contactWriter(context: IExecuteFunctions): ContactWriter {
  const [phoneKey, contactIdKey] = isCollection(context)
    ? ['Mobile', 'Comments']
    : [
        requiredText(context, 'phoneKey', 'Phone Number Key', 0),
        requiredText(context, 'contactIdKey', 'Contact ID Key', 0),
      ];
  return {
    contactIdKey,
    write: ({ contactId, phone, variables, fields }) => ({
      ...variables,
      ...fields,
      [phoneKey]: phone,
      [contactIdKey]: contactId,
    }),
  };
}

function isCollection(context: IExecuteFunctions): boolean {
  return context.getNodeParameter('vertical', 0, 'collection') === 'collection';
}

/** The day as it is written, so that no time zone moves it. */
function dayOf(value: unknown): string | undefined {
  const day = DAY.exec(String(value ?? '').trim())?.[1];
  return day === undefined || Number.isNaN(Date.parse(day)) ? undefined : day;
}

function numberOf(value: unknown): number | undefined {
  const text = String(value ?? '').trim();
  return NUMBER.test(text) ? Number(text) : undefined;
}
