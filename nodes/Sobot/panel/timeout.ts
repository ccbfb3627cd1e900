import { timeoutOption as timeout } from '../../runtime/fields/timeout';

/** How long to wait for one reply; the vendor's own demo waits 30 seconds. */
export const {
  option: timeoutOption,
  only: timeoutOnly,
  milliseconds: timeoutMs,
} = timeout('Sobot iCall', { byDefault: 30, most: 300 });
