import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Contact } from '../../campaign/contact';
import { InvalidInput } from '../../basics/invalid-input';
import { internationalDigits } from '../../campaign/guards/digits';
import type { Refusal } from '../../campaign/guards/guard';
import { checkPhone, type PhoneRule } from '../../campaign/phone';
import { asShown, toPieces, typedText } from '../../basics/values';
import { contactIdOfEach, isDerived } from './contact-id';
import { differsPerItem, draggedField, isExpression, rawValue } from '../fields/expression';
import { fieldReader, mustExist, valueOfEach } from '../fields/incoming-field';
import { flag } from '../fields/option-values';
import { inSlices } from './in-slices';

/** An input item whose contact can be sent. */
export interface ValidContact {
  itemIndex: number;
  contact: Contact;
}

/** An input item whose contact a guard keeps from being called. */
export interface KeptContact {
  itemIndex: number;
  contactId: string;
  phone: string;
  refusal: Refusal;
}

/** One input item after checking: a contact that can be sent, or the reason why it can't. */
export type PreparedContact =
  | ValidContact
  | KeptContact
  | { itemIndex: number; contactId: string; phone: string; reason: string };

/** What a vendor demands of contacts. */
export interface ContactRules {
  /** What counts as a valid phone number until the user says otherwise. */
  phoneRule: 'china' | 'international';
  /** Checks beyond the common ones; a text is the reason for refusing the contact. */
  check?(contact: Contact): string | undefined;
  /** Reads what the vendor wants to know beyond id, phone and variables; a text is the reason for refusing. */
  fieldsOf?(itemIndex: number): Record<string, string | number> | string;
  /** Whether it does not matter what a script is told. */
  withoutVariables?: boolean;
  /** Parameters that name incoming fields which are sent otherwise, and so are no variables. */
  alsoUsed?: string[];
}

/**
 * Reads contact id, phone number and variables of every input item, as `contactFields` and
 * `submissionOptions` describe them, and checks them all. Nothing is sent here.
 *
 * What differs per contact is taken by field name, since an expression costs about 0.6 ms per item
 * inside n8n; an expression works too.
 *
 * @throws InvalidInput when a parameter itself cannot be used: a field that no item has, a bad pattern
 * @throws VendorFailure when the execution was stopped
 */
export async function prepareContacts(
  context: IExecuteFunctions,
  options: IDataObject,
  rules: ContactRules,
): Promise<PreparedContact[]> {
  const items = context.getInputData();
  const contactIdOf = contactIdOfEach(context);
  const derived = isDerived(context);
  const phoneOf = valueOfEach(context, 'phoneField', 'Phone Number Field');
  const variablesOf =
    rules.withoutVariables === true
      ? () => ({})
      : variablesOfEach(context, items, rules.alsoUsed ?? []);
  const rule = phoneRule(options, rules.phoneRule);
  const rejectRepeatedPhones = flag(
    options,
    'rejectRepeatedPhones',
    'Reject Repeated Phone Numbers',
  );
  const itemOfId = new Map<string, number>();
  const itemOfPhone = new Map<string, number>();
  const countryCode = rule === 'china' ? '86' : '';

  return await inSlices(context, items, (_, itemIndex): PreparedContact => {
    const id = contactIdOf(itemIndex);
    const check = checkPhone(phoneOf(itemIndex), rule);
    const contactId = id.value;
    const refuse = (reason: string): PreparedContact => ({
      itemIndex,
      contactId,
      phone: check.ok ? check.phone : '',
      reason,
    });

    if (id.reason !== undefined) return refuse(id.reason);
    const sameId = itemOfId.get(contactId);
    if (sameId !== undefined) {
      const what = derived ? 'values in its identifying fields' : `contact ID "${contactId}"`;
      return refuse(`item ${sameId} has the same ${what}`);
    }
    itemOfId.set(contactId, itemIndex);
    if (!check.ok) return refuse(check.reason);
    if (rejectRepeatedPhones) {
      const { digits } = internationalDigits(check.phone, countryCode);
      const samePhone = itemOfPhone.get(digits);
      if (samePhone !== undefined) return refuse(`item ${samePhone} has the same phone number`);
      itemOfPhone.set(digits, itemIndex);
    }

    const variables = variablesOf(itemIndex);
    if (typeof variables === 'string') return refuse(variables);
    const fields = rules.fieldsOf?.(itemIndex);
    if (typeof fields === 'string') return refuse(fields);
    const contact: Contact = { contactId, phone: check.phone, variables };
    if (fields !== undefined) contact.fields = fields;
    const refused = rules.check?.(contact);
    return refused === undefined ? { itemIndex, contact } : refuse(refused);
  });
}

/** Gives each item's variables, or the reason why they cannot be sent. */
type VariablesOfItem = (itemIndex: number) => Record<string, string> | string;

function variablesOfEach(
  context: IExecuteFunctions,
  items: INodeExecutionData[],
  alsoUsed: string[],
): VariablesOfItem {
  const mode = context.getNodeParameter('variableMode', 0, 'allOther') as string;
  if (mode === 'none') return () => ({});
  if (mode === 'pairs') return pairsOfEach(context);
  if (mode === 'chosen') {
    const fields = toPieces(context.getNodeParameter('variablesChosen', 0, ''));
    if (fields.length === 0) {
      throw new InvalidInput(
        '"Fields to Send" is empty',
        'Name the incoming fields to send as variables, separated by commas, or choose None above.',
      );
    }
    const readers = fields.map((field) => [field, fieldReader(field)] as const);
    for (const [field, read] of readers) mustExist(items, read, field, 'Fields to Send');
    return (itemIndex) =>
      asVariables(readers.map(([field, read]) => [field, read(items[itemIndex].json)]));
  }

  const left = new Set(toPieces(context.getNodeParameter('variablesExcluded', 0, '')));
  const idField = isDerived(context) ? [] : ['contactIdField'];
  for (const parameter of [...idField, 'phoneField', ...alsoUsed]) {
    const dragged = draggedField(rawValue(context, parameter));
    if (dragged !== undefined) left.add(dragged[0]);
    else if (!isExpression(context, parameter)) {
      left.add(String(context.getNodeParameter(parameter, 0, '')).trim());
    }
  }
  return (itemIndex) =>
    asVariables(Object.entries(items[itemIndex].json).filter(([field]) => !left.has(field)));
}

function pairsOfEach(context: IExecuteFunctions): VariablesOfItem {
  const read = (itemIndex: number) => {
    const pairs = context.getNodeParameter('variablePairs.pair', itemIndex, []) as IDataObject[];
    return asVariables(pairs.map(({ name, value }): [string, unknown] => [typedText(name), value]));
  };
  if (differsPerItem(context, 'variablePairs')) return read;
  const same = read(0);
  return () => same;
}

function asVariables(entries: Array<[string, unknown]>): Record<string, string> | string {
  const variables: Record<string, string> = {};
  for (const [name, given] of entries) {
    const value = asShown(given);
    if (name === '') return 'a variable has no name';
    if (value === null || value === undefined) variables[name] = '';
    else if (typeof value === 'string') variables[name] = value;
    else if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return `the field "${name}" is a number too long to keep all its digits; hand it over as text`;
    } else if (typeof value === 'number' || typeof value === 'boolean')
      variables[name] = String(value);
    else
      return `the field "${name}" holds a list or an object, which can't be a variable; name it under "Fields to Leave Out"`;
  }
  return variables;
}

function phoneRule(options: IDataObject, byDefault: ContactRules['phoneRule']): PhoneRule {
  const chosen = options.phoneRule ?? byDefault;
  if (chosen !== 'pattern') return chosen as ContactRules['phoneRule'] | 'any';
  const source = typedText(options.phonePattern);
  const pattern = source === '' ? undefined : compiled(source);
  if (pattern === undefined) {
    throw new InvalidInput(
      source === ''
        ? '"Phone Number Pattern" is empty'
        : `"Phone Number Pattern" is not a regular expression: ${source}`,
      'Write a regular expression such as ^1[3-9]\\d{9}$, or set "Phone Number Check" to something else.',
    );
  }
  return { pattern };
}

function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}
