import type { INodeProperties } from 'n8n-workflow';
import { timeoutOption as timeout } from '../../runtime/fields/timeout';
import { agentMayCallOption } from '../../runtime/operation/agent-tool';

/** How long to wait for one reply; the vendor's own demo waits 30 seconds. */
export const {
  option: timeoutOption,
  only: timeoutOnly,
  milliseconds: timeoutMs,
} = timeout('Sobot iCall', { byDefault: 30, most: 300 });

/** An Options collection of an operation that makes phones ring and has nothing else to choose. */
export const timeoutAndAgent: INodeProperties = {
  ...timeoutOnly,
  options: [agentMayCallOption, timeoutOption],
};
