import { dialerPush, dialerTaskFacts } from './dialer';
import type { PushedEvent } from '../event';

export const dialerTaskChanged: PushedEvent = {
  trigger: 'workflow',
  value: 'dialerTaskChanged',
  name: 'Dialer: Task Changed',
  description: 'A task of the predictive dialer changed state',
  rows: ['D1'],
  find: dialerPush('TaskStatus'),
  facts: dialerTaskFacts,
};
