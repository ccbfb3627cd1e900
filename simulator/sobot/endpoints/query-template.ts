import type { Endpoint } from '../sobot';

export const queryTemplate: Endpoint = {
  name: 'query_template',
  method: 'GET',
  section: '2.2',
  answer: ({ account }) => ({ data: account.templates, ret_msg: '查询成功' }),
};
