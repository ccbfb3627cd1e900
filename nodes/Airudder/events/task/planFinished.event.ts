import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const planFinished: PushedEvent = {
  trigger: 'task',
  value: 'planFinished',
  name: 'Plan Finished',
  description: 'All rounds of a plan are over',
  rows: ['B8'],
  isLikely: (_, names) => names.hold(/plan_?id/i),
  facts: hintedFacts,
};
