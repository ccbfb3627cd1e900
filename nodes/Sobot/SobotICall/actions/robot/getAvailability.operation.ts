import type { ItemOperation } from '../../../../runtime/operation';
import { fetchCallerNumbers, fetchFreeRobots } from '../../../api/lists';

/** Robot: Get Availability. Vendor pages 2.3 and 2.4. */
export const getRobotAvailability: ItemOperation = {
  name: 'Get Availability',
  value: 'getAvailability',
  action: 'Get availability of robots',
  description: 'Read how many robots are free and how many calls all lines can carry at once',
  fields: [],
  async runItem(context) {
    const [freeRobots, numbers] = await Promise.all([
      fetchFreeRobots(context),
      fetchCallerNumbers(context),
    ]);
    const lineConcurrency = numbers.reduce((sum, { concurrency }) => sum + (concurrency ?? 0), 0);
    return [{ json: { freeRobots, lineConcurrency, callerNumberCount: numbers.length } }];
  },
};
