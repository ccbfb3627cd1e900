import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Contact } from '../../../../campaign/contact';
import { isExpression, sameForAll } from '../../../../runtime/fields/expression';
import { dayOfDatabase } from '../../../../runtime/fields/instants';
import { valueOfEach, type ValueOfItem } from '../../../../runtime/fields/incoming-field';
import { mappedFieldOfEach } from '../../../../runtime/fields/mapped-field';
import { TWO_RANKS_SINCE } from '../../../../runtime/operation/versions';
import type { ContactRules } from '../../../../runtime/rows/prepare-contacts';
import { COLLECTION_FIELDS, CUSTOMER_DATA } from '../../../panel/customer-data';
import { requiredText } from '../../../panel/fields';
import { asShown, typedText } from '../../../../basics/values';

const DAY = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Parameters that hold what AIRUDDER demands, in nodes that were stored before there was one place for it. */
const FIELD_PARAMETERS: Record<keyof typeof COLLECTION_FIELDS, [name: string, label: string]> = {
  name: ['debtorField', 'Name Field'],
  loanDate: ['loanDateField', 'Loan Date Field'],
  dueDate: ['dueDateField', 'Due Date Field'],
  loanAmount: ['loanAmountField', 'Loan Amount Field'],
  arrears: ['arrearsField', 'Arrears Field'],
  currency: ['currency', 'Currency'],
  brand: ['platform', 'Platform'],
};

/** Parameters that give the value itself and name no incoming field. */
const TYPED_IN = ['currency', 'platform'];

/** What the chosen vertical demands of contacts, and reads from the items (docs/vendors/airudder.md, A1). */
export function contactRulesFor(context: IExecuteFunctions): ContactRules {
  if (!isCollection(context)) return { phoneRule: 'international' };
  const { read, alsoUsed } = isMapped(context) ? mappedData(context) : dataByParameter(context);
  const [debtor, loanDate, dueDate] = [read('name'), read('loanDate'), read('dueDate')];
  const [loanAmount, arrears] = [read('loanAmount'), read('arrears')];
  const [currency, platform] = [read('currency'), read('brand')];

  return {
    phoneRule: 'international',
    alsoUsed,
    fieldsOf(itemIndex) {
      const name = typedText(debtor(itemIndex));
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
      const unit = typedText(currency(itemIndex));
      const brand = typedText(platform(itemIndex));
      if (unit === '') return 'the currency is missing';
      if (brand === '') return 'the brand is missing';
      if (owed <= 0) return 'the amount owed is not above 0, which AIRUDDER takes as settled';
      return {
        Debtor: name,
        LoanDate: lent,
        DueDate: due,
        LoanAmount: amount,
        Arrears: owed,
        Unit: unit,
        Platform: brand,
      };
    },
  };
}

interface CustomerData {
  read(field: keyof typeof COLLECTION_FIELDS): ValueOfItem;
  /** Parameters that name incoming fields, which are no variables. */
  alsoUsed: string[];
}

function mappedData(context: IExecuteFunctions): CustomerData {
  const { name, displayName } = CUSTOMER_DATA;
  return {
    read: (field) => mappedFieldOfEach(context, name, displayName, COLLECTION_FIELDS[field]),
    // What is typed there is a value, and names no field.
    alsoUsed: Object.values(COLLECTION_FIELDS)
      .map(({ id }) => `${name}.value.${id}`)
      .filter((path) => isExpression(context, path)),
  };
}

function dataByParameter(context: IExecuteFunctions): CustomerData {
  return {
    read(field) {
      const [name, label] = FIELD_PARAMETERS[field];
      return TYPED_IN.includes(name)
        ? sameForAll(context, name, (itemIndex) => requiredText(context, name, label, itemIndex))
        : valueOfEach(context, name, label);
    },
    alsoUsed: Object.values(FIELD_PARAMETERS)
      .map(([name]) => name)
      .filter((name) => !TYPED_IN.includes(name)),
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

function isMapped(context: IExecuteFunctions): boolean {
  return (context.getNode().typeVersion ?? 1) >= TWO_RANKS_SINCE;
}

function isCollection(context: IExecuteFunctions): boolean {
  return context.getNodeParameter('vertical', 0, 'collection') === 'collection';
}

/** The day as it is written, so that no time zone moves it. */
function dayOf(value: unknown): string | undefined {
  const text = value instanceof Date ? dayOfDatabase(value) : typedText(asShown(value));
  const day = DAY.exec(text)?.[1];
  return day === undefined || Number.isNaN(Date.parse(day)) ? undefined : day;
}

function numberOf(value: unknown): number | undefined {
  const text = typedText(value);
  return NUMBER.test(text) ? Number(text) : undefined;
}
