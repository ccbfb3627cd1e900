import { dialerCallFacts, dialerPush } from './dialer';
import type { PushedEvent } from '../event';

export const dialerContactChanged: PushedEvent = {
  trigger: 'workflow',
  value: 'dialerContactChanged',
  name: 'Dialer: Contact Changed',
  description: 'A contact of the predictive dialer is being called, answered or hung up',
  rows: ['D2'],
  find: dialerPush('ContactStatus'),
  facts: dialerCallFacts,
};
