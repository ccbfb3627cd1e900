import type { AirudderEndpoint } from '../airudder';

/** Query and reply are not public; this is one way they may look. */
export const robot: AirudderEndpoint = {
  path: '/service/cloud/robot',
  method: 'GET',
  row: 'A10',
  answer: ({ account }) => account.robots.map(({ id, name }) => ({ RobotID: id, RobotName: name })),
};
