import type { Endpoint } from '../sobot';

export const queryNumber: Endpoint = {
  name: 'query_number',
  method: 'GET',
  section: '2.4',
  answer: ({ account }) => ({
    data: account.lines,
    total_count: account.lines.reduce((sum, { count }) => sum + count, 0),
    ret_msg: '查询成功',
  }),
};
