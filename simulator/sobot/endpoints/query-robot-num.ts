import { freeRobots, type Endpoint } from '../sobot';

export const queryRobotNum: Endpoint = {
  name: 'query_robot_num',
  method: 'GET',
  section: '2.3',
  answer: (state) => ({ robot_num: freeRobots(state), ret_msg: '查询成功' }),
};
