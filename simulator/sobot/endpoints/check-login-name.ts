import { Refusal } from '../codes';
import { text } from '../parameters';
import type { Endpoint } from '../sobot';

export const checkLoginName: Endpoint = {
  name: 'check_login_name',
  method: 'GET',
  section: '2.1',
  answer({ account }, parameters) {
    const email = text(parameters, 'email');
    if (email === '') throw new Refusal('emailEmpty');
    const pass = email === account.email;
    return pass
      ? { check_result: 1, ret_msg: '校验成功' }
      : { check_result: 0, reason: '账号不存在', ret_msg: '校验失败' };
  },
};
