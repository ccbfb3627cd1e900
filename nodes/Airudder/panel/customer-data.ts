import type {
  INodeProperties,
  NodePropertyTypes,
  ResourceMapperField,
  ResourceMapperFields,
} from 'n8n-workflow';

/** What AIRUDDER demands of each contact of the vertical Collection, under its own names (docs/vendors/airudder.md, A1). */
export const COLLECTION_FIELDS = {
  name: field('Debtor', 'Name', 'string'),
  loanDate: field('LoanDate', 'Loan Date', 'string'),
  dueDate: field('DueDate', 'Due Date', 'string'),
  loanAmount: field('LoanAmount', 'Loan Amount', 'number'),
  arrears: field('Arrears', 'Amount Owed', 'number'),
  currency: field('Unit', 'Currency', 'string'),
  brand: field('Platform', 'Brand', 'string'),
};

/** The resource mapper's name, and what the panel calls it. */
export const CUSTOMER_DATA = { name: 'customerData', displayName: 'Customer Data' };

/** All of it mapped in one place. */
export const customerDataField: INodeProperties = {
  ...CUSTOMER_DATA,
  type: 'resourceMapper',
  noDataExpression: true,
  required: true,
  default: { mappingMode: 'defineBelow', value: null },
  typeOptions: {
    resourceMapper: {
      resourceMapperMethod: 'getCustomerData',
      mode: 'add',
      valuesLabel: 'Customer Data',
      fieldWords: { singular: 'field', plural: 'fields' },
      addAllFields: true,
      supportAutoMap: true,
    },
  },
  description:
    'What the robot needs to know of each customer: drag the field of your table beside each name. Days are written 2026-03-01. Currency and brand are mostly typed in, as the robot says them.',
};

/** What the editor shows of it. */
export const resourceMapping = {
  async getCustomerData(): Promise<ResourceMapperFields> {
    return { fields: Object.values(COLLECTION_FIELDS) };
  },
};

function field(
  id: string,
  displayName: string,
  type: Extract<NodePropertyTypes, 'string' | 'number'>,
): ResourceMapperField {
  return { id, displayName, type, required: true, display: true, defaultMatch: false };
}
