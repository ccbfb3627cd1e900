import { InvalidInput } from '../../../../basics/invalid-input';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { sobotRequest } from '../../../client/request';
import { toInt, toText, typedText } from '../../../../basics/values';

/**
 * Account: Verify Login. Vendor page 2.1, `check_login_name`; the parameter's name is only in the example
 * (docs/vendors/sobot-icall.md, R1).
 */
export const verifyLogin: ItemOperation = {
  name: 'Verify Login',
  value: 'verifyLogin',
  action: 'Verify login of an account',
  description: 'Check whether an e-mail address can sign in to the Sobot console',
  fields: [
    {
      displayName: 'Email',
      name: 'email',
      type: 'string',
      placeholder: 'name@email.com',
      required: true,
      default: '',
      description: 'The login address of the account',
    },
  ],
  async runItem(context, itemIndex) {
    const email = typedText(context.getNodeParameter('email', itemIndex, ''));
    if (email === '') throw new InvalidInput('"Email" is empty', 'Give the login address.');
    const reply = await sobotRequest(context, {
      method: 'GET',
      endpoint: 'check_login_name',
      parameters: { email },
      effect: 'read',
    });
    return [
      { json: { email, valid: toInt(reply.check_result) === 1, reason: toText(reply.reason) } },
    ];
  },
};
