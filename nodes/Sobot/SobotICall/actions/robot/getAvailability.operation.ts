import type { ItemOperation } from '../../../../runtime/operation/operation';
import { fetchLines, fetchFreeRobots } from '../../../resources/lists';

/** Robot: Get Availability. Vendor pages 2.3 and 2.4. */
export const getRobotAvailability: ItemOperation = {
  name: 'Get Availability',
  value: 'getAvailability',
  action: 'Get availability of robots',
  description: 'Read how many robots are free and how many calls all lines can carry at once',
  fields: [],
  async runItem(context) {
    const [freeRobots, { numbers, concurrency }] = await Promise.all([
      fetchFreeRobots(context),
      fetchLines(context),
    ]);
    return [
      { json: { freeRobots, lineConcurrency: concurrency, callerNumberCount: numbers.length } },
    ];
  },
};
