import type { Resource } from '../../../runtime/operation/operation';
import { sendApiRequest } from './apiRequest/send.operation';
import { addContacts } from './contact/add.operation';
import { checkContactsOperation } from './contact/check.operation';
import { reconcileContacts } from './contact/reconcile.operation';
import { createWorkflowInstance } from './workflowInstance/create.operation';
import { findInstancesByContact } from './workflowInstance/findByContact.operation';
import { getOutboundTaskDetails } from './workflowInstance/getOutboundTaskDetails.operation';
import { verifyCustomApiPush } from './workflowInstance/verifyCustomApiPush.operation';

/** Everything the node can do. A new operation is one new file and one entry here. */
export const resources: readonly Resource[] = [
  {
    name: 'Workflow Instance',
    value: 'workflowInstance',
    operations: [
      createWorkflowInstance,
      findInstancesByContact,
      getOutboundTaskDetails,
      verifyCustomApiPush,
    ],
  },
  {
    name: 'Contact',
    value: 'contact',
    operations: [addContacts, checkContactsOperation, reconcileContacts],
  },
  { name: 'API Request', value: 'apiRequest', operations: [sendApiRequest] },
];
