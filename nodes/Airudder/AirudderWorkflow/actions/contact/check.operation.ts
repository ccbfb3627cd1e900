import { checkContacts } from '../../../../runtime/guards/check-contacts';

/** Contact: Check. */
export const checkContactsOperation = checkContacts('international');
